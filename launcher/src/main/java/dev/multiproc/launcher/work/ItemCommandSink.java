package dev.multiproc.launcher.work;

import dev.multiproc.launcher.job.CommandTemplate;
import dev.multiproc.launcher.job.FreeMemory;
import dev.multiproc.launcher.job.Job;
import dev.multiproc.launcher.job.JobPrinter;
import dev.multiproc.launcher.job.JobResult;
import dev.multiproc.launcher.job.JobRunner;
import dev.multiproc.launcher.job.JobSettings;
import dev.multiproc.launcher.job.TermSequence;
import dev.multiproc.worker.WorkerContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of a command for each item: exit code 0 means that it is done, any other gives the item back.
 *
 * @param command a line for {@code sh} with places for the item
 * @param settings files and limits
 * @param output where the output of the commands goes
 */
public record ItemCommandSink(String command, ItemCommandSettings settings, OutputRoute output) implements Sink {
    private static final long MEMORY_PAUSE_MILLIS = 200;

    @Override
    public Handler open() {
        return new Commands();
    }

    @Override
    public String describe() {
        return command;
    }

    private final class Commands implements Handler {
        private final CommandTemplate template = CommandTemplate.ofShellLine(command.getBytes(StandardCharsets.UTF_8));
        private final JobPrinter printer =
                new JobPrinter(output.stream(), System.err, new JobPrinter.Options(false, settings.isByLine(), false));

        private JobRunner runner;
        private int slot;

        @Override
        public void start(WorkerContext worker) throws IOException {
            slot = worker.index() + 1;
            runner = new JobRunner(new JobSettings(
                    template,
                    worker.count(),
                    Optional.empty(),
                    new TermSequence.Converter().convert(settings.termSequence()),
                    Optional.ofNullable(settings.jobLog()).map(Path::of),
                    Optional.ofNullable(settings.results()).map(Path::of),
                    Optional.empty()));
            runner.prepare(slot);
        }

        @Override
        public void accept(Delivered item) throws Exception {
            byte[] bytes = item.bytes();
            Optional<String> refusal = template.refusal(bytes);
            if (refusal.isPresent()) {
                item.failed(refusal.get());
                return;
            }
            awaitMemory();
            Job job = new Job(bytes, item.sequence(), slot);
            JobPrinter.Output own = printer.open(job);
            JobResult result = runner.run(job, own);
            output.locked(() -> printer.end(own, isPrinted -> {}));
            if (printer.failure() != null) {
                throw printer.failure();
            }
            if (result.isSuccess()) {
                item.done();
            } else {
                item.failed(result.reason());
            }
        }

        private void awaitMemory() throws InterruptedException {
            while (FreeMemory.bytes() < settings.freeMemoryBytes()) {
                TimeUnit.MILLISECONDS.sleep(MEMORY_PAUSE_MILLIS);
            }
        }

        @Override
        public void close() throws IOException {
            if (runner != null) {
                runner.close();
            }
        }
    }
}
