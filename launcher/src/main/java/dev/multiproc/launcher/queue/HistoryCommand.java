package dev.multiproc.launcher.queue;

import dev.multiproc.launcher.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code multiproc history}: prints what went through a durable queue. */
@Command(
        name = "history",
        description = {
            "Prints what went through a durable queue: when an item was put, what has become of it, how often it was delivered, who"
                    + " has it, the item, and why it became a dead letter.",
            "It is read from the queue's log, and disturbs nobody. The log does not say who put an item, who finished it, nor when it"
                    + " was taken or finished. Of the finished items it has the last ones only, as far as they are still on file."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiproc history urls | tail",
            "  multiproc history urls --json | jq '.[] | select(.state == \"taken\")'"
        })
public final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private QueueDirectory directory;

    @Option(names = "--json", description = "Prints it as JSON.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException {
        try (OutputStream stream = new BufferedOutputStream(RawOutput.OUT)) {
            HistoryText text = new HistoryText(asJson);
            directory.history(entry -> {
                try {
                    print(stream, text.next(entry));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            print(stream, text.end());
            return ExitCode.DONE;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void print(OutputStream stream, String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
