package dev.multiproc.launcher.work;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Passes on what a command prints, whole lines at a time. A line that is longer than {@value #LONGEST_LINE} bytes comes in parts. */
final class LineRelay implements Runnable {
    private static final int LONGEST_LINE = 16 << 20;

    /** How long to wait for the end of the output after that of the command: a process that it has left may have it for ever. */
    private static final long LEFT_OPEN_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final InputStream input;
    private final OutputRoute output;
    private final Thread thread = new Thread(this, "output of the command");

    private byte[] buffer = new byte[1 << 16];
    private int length;
    /** Set when it cannot be written: the rest is read all the same, so that the command does not wait for ever. */
    private volatile IOException failure;

    private LineRelay(InputStream input, OutputRoute output) {
        this.input = input;
        this.output = output;
        thread.setDaemon(true);
    }

    static LineRelay start(InputStream input, OutputRoute output) {
        LineRelay relay = new LineRelay(input, output);
        relay.thread.start();
        return relay;
    }

    @Override
    public void run() {
        try {
            for (int read = 0; read >= 0; read = input.read(buffer, length, buffer.length - length)) {
                length += read;
                passOn(lengthOfLines());
            }
            passOn(length);
        } catch (IOException commandIsGone) {
            failure = failure != null ? failure : commandIsGone;
        }
    }

    /** What can be passed on: all up to the last end of a line, or all if there is too much. */
    private int lengthOfLines() {
        for (int end = length; end > 0; end--) {
            if (buffer[end - 1] == '\n') {
                return end;
            }
        }
        if (length < buffer.length) {
            return 0;
        }
        if (length >= LONGEST_LINE) {
            return length;
        }
        buffer = Arrays.copyOf(buffer, 2 * length);
        return 0;
    }

    private void passOn(int count) {
        if (count > 0 && failure == null) {
            try {
                output.write(buffer, count);
            } catch (IOException hasNoReader) {
                failure = hasNoReader;
            }
        }
        length -= count;
        System.arraycopy(buffer, count, buffer, 0, length);
    }

    /** Waits until all is passed on, after the command has ended; throws if it could not be. */
    void await() throws IOException, InterruptedException {
        thread.join(LEFT_OPEN_MILLIS);
        if (failure != null) {
            throw failure;
        }
    }
}
