package dev.multiproc.manager;

import dev.multiproc.CloseAction;
import dev.multiproc.Multiprocessing;
import dev.multiproc.codec.Codec;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;

/** To a manager of a session: over pipes, whose other ends are announced in a queue. */
final class PipeRoute implements Route {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final ManagerAddress address;
    private final Multiprocessing session;
    private final SharedQueue<byte[]> announcements;

    PipeRoute(ManagerAddress address, Multiprocessing session) {
        this.address = address;
        this.session = session;
        announcements = openQueue(address, session);
    }

    private static SharedQueue<byte[]> openQueue(ManagerAddress address, Multiprocessing session) {
        try {
            return session.openOnly().queue(address.queue());
        } catch (NoSuchElementException | IllegalStateException e) {
            throw new ManagerException(address + " has ended, and its objects with it: make a new manager", e);
        }
    }

    /** The session in which a manager is: this process may have others open, and none of them has a queue of that name. */
    static Multiprocessing sessionOf(ManagerAddress address) {
        List<Multiprocessing> open = Multiprocessing.openSessions();
        for (Multiprocessing session : open) {
            if (hasQueue(session, address.queue())) {
                return session;
            }
        }
        throw new ManagerException(
                open.isEmpty()
                        ? "only processes of a manager's session, and those that have connected to it with"
                                + " Manager.connect, can use its objects, and this one has no session open: " + address
                        : address
                                + " has ended, and its objects with it, or it is in a session that this process is not part of");
    }

    private static boolean hasQueue(Multiprocessing session, String name) {
        try {
            SharedQueue<?> unused = session.openOnly().queue(name);
            return true;
        } catch (NoSuchElementException | IllegalStateException e) {
            return false;
        }
    }

    @Override
    public Codec codec() {
        return session.codec();
    }

    @Override
    public ObjectInputFilter filter() {
        return null;
    }

    @Override
    public Runnable beforeSessionEnds(CloseAction action) {
        return session.onClose(action);
    }

    @Override
    public String whyEnded() {
        return address + " has ended, and its objects with it: make a new manager";
    }

    @Override
    public void end() {
        // Who waits at a pipe sees that the manager's process is gone.
    }

    @Override
    public Connection open(Client client, String id, int number, Limit limit) {
        boolean isInterrupted = Thread.interrupted();
        boolean isAccepted = false;
        Pipe pipe = null;
        try {
            pipe = session.pipe();
            Connection mine = pipe.first();
            byte[] announcement =
                    new Wire.Announcement(id, ProcessHandle.current().pid(), number, pipe.second()).toBytes();
            boolean isAnnounced = false;
            while (!isAccepted) {
                try {
                    if (!isAnnounced) {
                        isAnnounced = announcements.offer(announcement, BETWEEN_LOOKS);
                    }
                    if (isAnnounced && mine.poll(BETWEEN_LOOKS)) {
                        mine.receiveBytes();
                        isAccepted = true;
                    } else {
                        checkAlive(client);
                        if (limit.isUp()) {
                            throw client.late(limit);
                        }
                    }
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            return mine;
        } catch (IOException | IllegalStateException e) {
            throw client.ended(e);
        } finally {
            closeUnused(pipe, isAccepted);
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The second end is the manager's alone from now on. */
    private static void closeUnused(Pipe pipe, boolean isAccepted) {
        if (pipe != null) {
            Wire.close(pipe.second());
            if (!isAccepted) {
                Wire.close(pipe.first());
            }
        }
    }

    private void checkAlive(Client client) {
        client.checkOpen();
        if (!address.isAlive()) {
            throw client.ended(null);
        }
    }
}
