package dev.multiproc.launcher.queue;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.launcher.output.StandardStream;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.UnreadableItemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code multiproc get}: takes items out of a durable queue and prints them. */
@Command(
        name = "get",
        description = {
            "Takes items out of a durable queue and prints them, one a line.",
            "An item is gone when it was written. What is not written, because of a kill, a Ctrl-C, a full disk or a closed pipe, is"
                    + " in the queue again. Of a pipe that is closed early, up to 64 KiB behind what was read may be given out once more;"
                    + " if get had ended before, what nobody read is lost: for one item say -n 1, not | head -1."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiproc get urls                 all that is there",
            "  url=$(multiproc get urls -n 1)     the next one; exit code 1 if there is none",
            "  multiproc get urls --follow | while read -r url; do curl -O \"$url\"; done",
            "",
            "Exit codes:",
            "  0     all that was asked for",
            "  1     fewer than -n items were there; an item that has no text",
            "  2     wrong arguments",
            "  124   fewer than -n items came in the time of --timeout",
            "  141   the reader closed the pipe"
        })
public final class GetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private QueueDirectory directory;

    @Mixin
    private ServerOption server;

    @Option(
            names = {"-n", "--items"},
            paramLabel = "N",
            description = "How many at most (default: all that are there).")
    private Long count;

    @Option(names = "--follow", description = "Waits for more, without an end.")
    private boolean isFollowing;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Waits for an item for so long, each time that there is none.")
    private Duration timeout;

    @Option(
            names = {"-0", "--null"},
            description = "Each item ends with a NUL byte in place of a line break.")
    private boolean isByNull;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "-n must be at least 1, not " + count);
        }
        try (Multiprocessing session = directory.open(server, isFollowing)) {
            JoinableQueue<Object> queue = directory.queue(session, isFollowing);
            long printed = printAll(queue);
            if (count == null || printed == count) {
                return ExitCode.DONE;
            }
            StandardStream.ERR.printlnIgnoringErrors("multiproc: " + printed + " of " + count + " items: the queue '"
                    + directory.queueName() + "' has no more");
            return timeout == null ? ExitCode.CHECK_FAILED : ExitCode.TIMED_OUT;
        }
    }

    private long printAll(JoinableQueue<Object> queue) throws IOException, InterruptedException {
        try (ItemPrinter printer = new ItemPrinter(isByNull ? 0 : '\n')) {
            long printed = 0;
            while (count == null || printed < count) {
                Delivery<Object> delivery = next(queue, printer);
                if (delivery == null) {
                    break;
                }
                printer.print(delivery, bytes(delivery, printer));
                printed++;
            }
            printer.flush();
            return printed;
        }
    }

    private Delivery<Object> next(JoinableQueue<Object> queue, ItemPrinter printer)
            throws IOException, InterruptedException {
        try {
            Delivery<Object> ready = queue.receive(Duration.ZERO);
            if (ready != null || !isFollowing && timeout == null) {
                return ready;
            }
            printer.flush();
            return timeout == null ? queue.receive() : queue.receive(timeout);
        } catch (QueueShutdownException allTaken) {
            return null;
        } catch (UnreadableItemException e) {
            printer.flush();
            throw new MultiprocessingException(
                    "an item cannot be printed, and stays in the queue: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Delivery<Object> delivery, ItemPrinter printer) throws IOException {
        Object item = delivery.value();
        if (ItemBytes.of(item).isEmpty()) {
            printer.flush();
            delivery.close();
            throw new MultiprocessingException(
                    "an item cannot be printed, and stays in the queue: " + ItemBytes.refusal(item));
        }
        return ItemBytes.of(item).orElseThrow();
    }
}
