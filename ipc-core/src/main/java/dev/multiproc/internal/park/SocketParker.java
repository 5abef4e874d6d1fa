package dev.multiproc.internal.park;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;

/**
 * Sleeps in Java's own park; one thread of the process, the doorkeeper, sleeps in the kernel at a datagram socket on the
 * loopback address, its door, and wakes the others. Works on every system.
 *
 * <p>A ring says nothing but "look again", so a stranger's datagram can only cause a look.
 */
final class SocketParker implements Parker {
    private record Sleeper(Thread thread, Word word, int expected) {
        boolean isDue() {
            return word.value() != expected;
        }
    }

    private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();
    private final DatagramChannel door;
    private final DatagramChannel bell;
    private final IntUnaryOperator doors;
    private final int port;
    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    /**
     * Opens this process's door.
     *
     * @param doors gives the port of the nth door among those whose process has the bit in question; see {@link #wake}
     */
    SocketParker(IntUnaryOperator doors) {
        this.doors = doors;
        try {
            door = DatagramChannel.open().bind(new InetSocketAddress(loopback, 0));
            bell = DatagramChannel.open();
            bell.configureBlocking(false);
            port = ((InetSocketAddress) door.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new MultiprocessingException("cannot open a datagram socket on the loopback address", e);
        }
        Thread keeper = new Thread(this::keepDoor, "multiproc-doorkeeper");
        keeper.setDaemon(true);
        keeper.start();
    }

    int port() {
        return port;
    }

    private void keepDoor() {
        ByteBuffer ring = ByteBuffer.allocateDirect(1);
        while (door.isOpen()) {
            try {
                door.receive(ring.clear());
            } catch (IOException e) {
                if (door.isOpen()) {
                    Journal.warn(SocketParker.class, "the door failed; waits are served by the janitor from now on", e);
                }
                return;
            }
            for (Sleeper sleeper : sleepers) {
                if (sleeper.isDue()) {
                    LockSupport.unpark(sleeper.thread());
                }
            }
        }
    }

    @Override
    public void park(Word word, int expected, long nanos) {
        Sleeper me = new Sleeper(Thread.currentThread(), word, expected);
        sleepers.add(me);
        try {
            if (!me.isDue()) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            sleepers.remove(me);
        }
    }

    /** Rings at the doors of the processes: all their threads that sleep on a changed word wake. */
    @Override
    public void wake(Word word, long waiters, boolean all) {
        for (int slot = 0; ; slot++) {
            int at = doors.applyAsInt(slot);
            if (at < 0) {
                return;
            }
            if (at > 0 && (waiters >>> slot % BITS & 1) != 0) {
                ring(at);
            }
        }
    }

    private void ring(int at) {
        try {
            bell.send(ByteBuffer.allocate(1), new InetSocketAddress(loopback, at));
        } catch (IOException e) {
            // A door whose process has just died; others are told by their janitor at the latest.
            Journal.debug(SocketParker.class, "nobody at door " + at, e);
        }
    }

    @Override
    public String name() {
        return "socket";
    }

    /** Has all look again: rings that are still on their way go with the door. */
    @Override
    public void close() {
        sleepers.forEach(sleeper -> LockSupport.unpark(sleeper.thread()));
        try {
            door.close();
            bell.close();
        } catch (IOException e) {
            Journal.debug(SocketParker.class, "closing the door", e);
        }
    }
}
