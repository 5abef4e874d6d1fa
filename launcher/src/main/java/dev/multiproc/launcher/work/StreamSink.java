package dev.multiproc.launcher.work;

import dev.multiproc.worker.WorkerContext;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A command that reads the items as lines, as long as there are any.
 *
 * <p>What a command has read is its own: the item is finished. What may still be in the pipe is not: the last {@value
 * #PIPE_BYTES} bytes, which is all that a pipe holds, are finished when the command ends with exit code 0 after its input has ended,
 * and are given back if it ends otherwise.
 *
 * @param command for {@code sh -c}
 * @param lineEnd a line feed, or NUL
 * @param output where its output goes
 */
public record StreamSink(String command, char lineEnd, OutputRoute output) implements Sink {
    private static final int PIPE_BYTES = 1 << 16;

    @Override
    public Handler open() throws IOException {
        return new Stream();
    }

    @Override
    public boolean finishesLater() {
        return true;
    }

    @Override
    public String describe() {
        return command;
    }

    private record Written(Delivered item, long end) {}

    private final class Stream implements Handler {
        private final Deque<Written> inPipe = new ArrayDeque<>();
        private Shell shell;
        private LineRelay relay;
        private OutputStream input;
        private long written;

        @Override
        public void start(WorkerContext worker) throws IOException {
            shell = Shell.start(command, Redirect.PIPE, output.isRelayed() ? Redirect.PIPE : Redirect.INHERIT);
            input = shell.process().getOutputStream();
            if (output.isRelayed()) {
                relay = LineRelay.start(shell.process().getInputStream(), output);
            }
        }

        @Override
        public void accept(Delivered item) throws Exception {
            byte[] bytes = item.bytes();
            inPipe.add(new Written(item, written + bytes.length + 1));
            try {
                input.write(bytes);
                input.write(lineEnd);
                input.flush();
            } catch (IOException hasClosedItsInput) {
                shell.process().waitFor();
                shell.check();
            }
            written += bytes.length + 1;
            while (!inPipe.isEmpty() && inPipe.peek().end() <= written - PIPE_BYTES) {
                inPipe.remove().item().done();
            }
        }

        @Override
        public void check() throws CommandEndedException {
            shell.check();
        }

        @Override
        public void close() throws Exception {
            if (shell == null) {
                return;
            }
            try (Shell ending = shell) {
                boolean hadEnded = !ending.process().isAlive();
                closeInput();
                ending.awaitSuccess();
                if (!hadEnded) {
                    for (Written last : inPipe) {
                        last.item().done();
                    }
                    inPipe.clear();
                }
            } finally {
                for (Written unread : inPipe) {
                    unread.item().failed("the command may not have read it: " + command);
                }
                if (relay != null) {
                    relay.await();
                }
            }
        }

        /** What cannot be written any more, its exit code tells. */
        private void closeInput() {
            try {
                input.close();
            } catch (IOException hasEnded) {
                return;
            }
        }
    }
}
