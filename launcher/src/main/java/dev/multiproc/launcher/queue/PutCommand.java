package dev.multiproc.launcher.queue;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code multiproc put}: puts items into a durable queue. */
@Command(
        name = "put",
        description = {
            "Puts items into a durable queue, which is made if it is not there.",
            "Without ITEM each line of standard input is one, as soon as it is read. Bytes are kept as they are. An item is in the"
                    + " queue for good when the next one is read, also if all processes are killed then."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiproc put urls https://example.org/a https://example.org/b",
            "  cat urls.txt | multiproc put urls",
            "  find . -name '*.png' -print0 | multiproc put images -0"
        })
public final class PutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private QueueDirectory directory;

    @Mixin
    private ServerOption server;

    @Parameters(
            index = "1..*",
            paramLabel = "ITEM",
            description = "Items; behind --, also such that begin with - or @.")
    private List<String> items = List.of();

    @Option(
            names = {"-0", "--null"},
            description = "Items on standard input end with a NUL byte, so that they may contain line breaks.")
    private boolean isByNull;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Multiprocessing session = directory.open(server, true)) {
            JoinableQueue<Object> queue = directory.queue(session, true);
            if (!items.isEmpty()) {
                put(
                        queue,
                        RawArguments.of(
                                items, spec.commandLine().getParseResult().originalArgs()));
            } else {
                putLines(queue);
            }
            return ExitCode.DONE;
        }
    }

    private void putLines(JoinableQueue<Object> queue) throws IOException, InterruptedException {
        ItemStream stream = new ItemStream(new FileInputStream(FileDescriptor.in), (byte) (isByNull ? 0 : '\n'));
        for (List<byte[]> next = stream.read(); next != null; next = stream.read()) {
            put(queue, next);
        }
    }

    private void put(JoinableQueue<Object> queue, List<byte[]> more) throws InterruptedException {
        try {
            queue.putAll(more);
        } catch (QueueShutdownException e) {
            throw new MultiprocessingException(
                    "the queue '" + directory.queueName() + "' was shut down: it takes no items", e);
        } catch (IllegalArgumentException e) {
            throw new MultiprocessingException("an item cannot be put: " + e.getMessage(), e);
        }
    }
}
