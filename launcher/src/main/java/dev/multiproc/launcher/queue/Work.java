package dev.multiproc.launcher.queue;

import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.job.Halt;
import dev.multiproc.launcher.job.Job;
import dev.multiproc.launcher.job.JobEnd;
import dev.multiproc.launcher.job.JobPrinter;
import dev.multiproc.launcher.job.JobResult;
import dev.multiproc.launcher.job.JobRunner;
import dev.multiproc.launcher.output.Signals;
import dev.multiproc.launcher.output.StandardStream;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.LeaseExpiredException;
import dev.multiproc.queue.UnreadableItemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a command for each item of a queue, until the queue is empty and no process works on an item of it. */
final class Work {
    private static final int SHOWN_LENGTH = 60;

    private final JoinableQueue<Object> queue;
    private final WorkSettings settings;
    private final JobRunner runner;
    private final JobPrinter printer;
    private final Takings takings;
    private final WorkTally tally;
    private int signals;
    private int firstSignal;
    private Exception failure;

    Work(JoinableQueue<Object> queue, WorkSettings settings, JobRunner runner) {
        this.queue = queue;
        this.settings = settings;
        this.runner = runner;
        printer = new JobPrinter(RawOutput.OUT, RawOutput.ERR, settings.output());
        takings = new Takings(queue, printer, settings.jobs().freeMemoryBytes());
        tally = new WorkTally(settings.halt(), queue.unfinished());
    }

    /** Works to the end; returns the exit code. */
    int run() throws Exception {
        Signals.handleEnding(this::onSignal);
        List<Thread> threads = new ArrayList<>();
        for (int slot = 1; slot <= settings.jobs().slots(); slot++) {
            int number = slot;
            threads.add(start("slot " + slot, () -> workIn(number)));
        }
        Thread end = settings.isFollowing() ? null : start("end of the queue", this::stopAtEnd);
        for (Thread thread : threads) {
            thread.join();
        }
        if (end != null) {
            end.interrupt();
            end.join();
        }
        return exitCode();
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private synchronized int exitCode() throws Exception {
        if (failure != null) {
            throw failure;
        }
        if (printer.failure() != null) {
            throw printer.failure();
        }
        if (signals > 0) {
            return ExitCode.SIGNAL_BASE + firstSignal;
        }
        return tally.isFailed() ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }

    private void stopAtEnd() {
        try {
            queue.join();
            takings.stop();
        } catch (InterruptedException stoppedOtherwise) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void workIn(int slot) {
        try {
            runner.prepare(slot);
            while (!takings.isStopped()) {
                workOnNext(slot);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void workOnNext(int slot) throws IOException {
        Takings.Taken taken;
        try {
            taken = takings.next();
        } catch (UnreadableItemException e) {
            say(e.getMessage());
            return;
        }
        if (taken != null) {
            workOn(taken, slot);
        }
    }

    private void workOn(Takings.Taken taken, int slot) throws IOException {
        Delivery<Object> delivery = taken.delivery();
        Optional<byte[]> item = ItemBytes.of(delivery.value());
        Job job = new Job(item.orElse(new byte[0]), taken.sequence(), slot);
        JobPrinter.Output output = printer.open(job);
        Optional<String> refusal = item.isEmpty()
                ? Optional.of(ItemBytes.refusal(delivery.value()))
                : settings.command().refusal(job.item());
        if (refusal.isPresent()) {
            printer.end(output, isPrinted -> settle(delivery, () -> bury(delivery, job, refusal.orElseThrow())));
            return;
        }
        try {
            JobResult result = runner.run(job, output);
            printer.end(output, isPrinted -> settle(delivery, () -> settle(delivery, result, isPrinted)));
        } catch (IOException e) {
            delivery.close();
            throw e;
        }
    }

    private static void settle(Delivery<Object> delivery, Runnable how) {
        try {
            how.run();
        } catch (LeaseExpiredException e) {
            say("item " + delivery.id() + " took longer than the lease of its queue, and is worked on once more: "
                    + e.getMessage());
        }
    }

    private void settle(Delivery<Object> delivery, JobResult result, boolean isPrinted) {
        if (!isPrinted) {
            delivery.close();
            takings.stop(); // Nobody would see what the others print.
        } else if (result.isSuccess()) {
            delivery.done();
            count(true);
        } else if (result.end() == JobEnd.STOPPED || result.end() == JobEnd.OUT_OF_MEMORY) {
            delivery.retry(result.reason());
        } else if (delivery.deliveryCount() < settings.retries()) {
            delivery.retry(result.reason());
        } else {
            bury(delivery, result.job(), result.reason());
        }
    }

    private void bury(Delivery<Object> delivery, Job job, String reason) {
        delivery.reject(reason);
        say("'" + ItemBytes.shown(job.item(), SHOWN_LENGTH) + "' is a dead letter after " + delivery.deliveryCount()
                + (delivery.deliveryCount() == 1 ? " try: " : " tries: ") + reason);
        count(false);
    }

    private void count(boolean isDone) {
        if (tally.add(isDone)) {
            say("no more items are taken: --halt " + settings.halt());
            takings.stop();
            if (settings.halt().when() == Halt.When.NOW) {
                runner.terminateAll();
            }
        }
    }

    private synchronized void fail(Exception e) {
        if (failure == null) {
            failure = e;
        }
        takings.stop();
    }

    /** The first signal ends the taking, the second ends the jobs, the third kills them. */
    private void onSignal(int number) {
        int count;
        synchronized (this) {
            count = ++signals;
            firstSignal = count == 1 ? number : firstSignal;
        }
        try {
            switch (count) {
                case 1 -> {
                    takings.stop();
                    say("no more items are taken; jobs that run go on to their end, another signal ends them");
                }
                case 2 -> runner.signalAll("TERM");
                default -> runner.signalAll("KILL");
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private static void say(String message) {
        StandardStream.ERR.printlnIgnoringErrors("multiproc: " + message);
    }
}
