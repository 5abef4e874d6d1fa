package dev.multiproc.launcher.work;

import dev.multiproc.worker.ItemProducer;
import dev.multiproc.worker.WorkerContext;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * The lines that a command prints.
 *
 * @param command for {@code sh -c}
 * @param lineEnd a line feed, or NUL
 */
public record CommandSource(String command, char lineEnd) implements Source {
    @Override
    public ItemProducer<?> open() {
        return new ItemProducer<byte[]>() {
            private Shell shell;
            private LineReader lines;

            @Override
            public void start(WorkerContext worker) throws IOException {
                shell = Shell.start(command, Redirect.from(Shell.NOTHING), Redirect.PIPE);
                lines = new LineReader(shell.process().getInputStream(), lineEnd);
            }

            @Override
            public byte[] next() throws Exception {
                byte[] line = lines.next();
                if (line == null) {
                    shell.awaitSuccess();
                }
                return line;
            }

            @Override
            public void close() {
                if (shell != null) {
                    shell.close();
                }
            }
        };
    }

    @Override
    public boolean givesLines() {
        return true;
    }

    @Override
    public String describe() {
        return command;
    }
}
