package dev.multiproc.crash;

import dev.multiproc.ProcessTask;
import dev.multiproc.pipe.BrokenPipeException;
import dev.multiproc.pipe.Connection;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;

/**
 * A process of {@link PipeChaosIT}: one of its threads sends, one receives, in each of the ways there are, until nobody has the other
 * end.
 *
 * @param end the end of the pipe that it has
 * @param ledger what it has done
 * @param seed of what it does
 */
record PipeChaosTask(Connection end, Ledger ledger, long seed) implements ProcessTask {
    /** Instead of the name of a message that is not as it was sent. */
    static final String DAMAGED = "damaged";
    /** Both threads have learnt that nobody has the other end. */
    static final String ENDED = "ended ";

    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private static final int SHORT_BYTES = 3_000;
    /** Shorter than the pipe's buffer, or longer. */
    private static final int LONG_BYTES = 600_000;

    @Override
    public void run() throws Exception {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            send(new Random(seed));
            return null;
        });
        Thread sender = new Thread(sending, "sender");
        sender.setDaemon(true);
        sender.start();
        receive(new Random(seed + 1));
        sending.get();
        ledger.note(ENDED, "");
    }

    private void send(Random random) throws Exception {
        long pid = ProcessHandle.current().pid();
        try {
            for (int number = 0; ; number++) {
                byte[] message = message(pid, number, random);
                String name = pid + "-" + number;
                ledger.note(Ledger.PUTTING, name);
                if (random.nextBoolean()) {
                    end.sendBytes(message);
                } else {
                    sendWithin(message, random);
                }
                ledger.note(Ledger.PUT, name);
            }
        } catch (BrokenPipeException e) {
            // The end: the message was not sent.
            return;
        }
    }

    private void sendWithin(byte[] message, Random random) throws Exception {
        boolean isSent = false;
        while (!isSent) {
            isSent = end.send(message, Duration.ofMillis(random.nextInt(5)));
        }
    }

    private void receive(Random random) throws Exception {
        try {
            while (true) {
                Object message =
                        random.nextBoolean() ? end.receiveBytes() : end.receive(Duration.ofMillis(random.nextInt(5)));
                if (message != null) {
                    ledger.note(Ledger.FINISHED, read((byte[]) message));
                }
            }
        } catch (EOFException e) {
            // The end, after all messages.
            return;
        }
    }

    private static byte[] message(long pid, int number, Random random) {
        int length = HEAD + random.nextInt(random.nextInt(15) == 0 ? LONG_BYTES : SHORT_BYTES);
        byte[] message = new byte[length];
        fill(message, pid, number);
        return message;
    }

    private static void fill(byte[] message, long pid, int number) {
        ByteBuffer.wrap(message).putLong(pid).putInt(number);
        for (int i = HEAD; i < message.length; i++) {
            message[i] = (byte) (number * 7 + i + i / 251);
        }
    }

    /** The name of a message, if all of it is as it was sent. */
    static String read(byte[] message) {
        ByteBuffer head = ByteBuffer.wrap(message);
        long pid = head.getLong();
        int number = head.getInt();
        byte[] expected = new byte[message.length];
        fill(expected, pid, number);
        return Arrays.equals(message, expected) ? pid + "-" + number : DAMAGED;
    }
}
