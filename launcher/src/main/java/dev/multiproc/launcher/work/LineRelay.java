package dev.multiproc.launcher.work;

import dev.multiproc.launcher.job.WholeLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** Passes on what a command prints, whole lines at a time. */
final class LineRelay implements Runnable {
    private static final int BUFFER_BYTES = 1 << 16;

    /** How long to wait for the end of the output after that of the command: a process that it has left may have it for ever. */
    private static final long LEFT_OPEN_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final InputStream input;
    private final OutputRoute output;
    private final Thread thread = new Thread(this, "output of the command");

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
        WholeLines lines = new WholeLines(output.lockedStream());
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                passOn(lines, buffer, read);
            }
            if (failure == null) {
                lines.flush();
            }
        } catch (IOException e) {
            failure = failure != null ? failure : e;
        }
    }

    private void passOn(WholeLines lines, byte[] buffer, int length) {
        if (failure == null) {
            try {
                lines.add(buffer, 0, length);
            } catch (IOException hasNoReader) {
                failure = hasNoReader;
            }
        }
    }

    /** Waits until all is passed on, after the command has ended; throws if it could not be. */
    void await() throws IOException, InterruptedException {
        thread.join(LEFT_OPEN_MILLIS);
        if (failure != null) {
            throw failure;
        }
    }
}
