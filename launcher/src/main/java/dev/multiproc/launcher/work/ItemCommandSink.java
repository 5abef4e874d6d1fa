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
import java.util.concurrent.Semaphore;
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

        private final Thread hook = new Thread(this::endCommand, "end of the command");
        private final Semaphore running = new Semaphore(1);

        private volatile boolean isEnding;
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
            // If this process is asked to end, its command is first, in the way that was asked for.
            Runtime.getRuntime().addShutdownHook(hook);
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
            begin();
            JobResult result;
            try {
                result = runner.run(job, own);
            } finally {
                running.release();
            }
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

        private void begin() throws InterruptedException {
            running.acquire();
            if (isEnding) {
                running.release();
                throw new InterruptedException("this process is ending");
            }
        }

        private void endCommand() {
            isEnding = true;
            runner.terminateAll();
            // The last of the signals ends it, so this does too.
            running.acquireUninterruptibly();
        }

        private void removeHook() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException isRunning) {
                return; // The JVM is ending.
            }
        }

        @Override
        public void close() throws IOException {
            if (runner != null) {
                removeHook();
                runner.close();
            }
        }
    }
}
