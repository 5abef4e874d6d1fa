package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;

/** The memory of an idle child with a queue, and of one without. */
record MemoryScenario() implements Scenario {
    private static final long LONG_SLEEP_MILLIS = 3_600_000;
    /** The time within which the JVM returns the memory that it needed to start to the operating system. */
    private static final long SETTLING_MILLIS = 12_000;

    @Override
    public String name() {
        return "e-memory-idle";
    }

    @Override
    public String description() {
        return "memory of a child that has been idle for 12 s";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        SharedQueue<String> ready = mp.queue();
        for (int i = 0; i < repetitions; i++) {
            ChildProcess bare =
                    mp.process(() -> Thread.sleep(LONG_SLEEP_MILLIS)).start();
            ChildProcess user = mp.process(new QueueUser(mp.queue(), ready)).start();
            ready.take();
            Thread.sleep(SETTLING_MILLIS);
            recorder.add(
                    "multiproc-child",
                    name(),
                    "Pss_MB",
                    ProcFile.pssMegabytes(bare.pid().orElseThrow()));
            recorder.add(
                    "multiproc-child-with-queue",
                    name(),
                    "Pss_MB",
                    ProcFile.pssMegabytes(user.pid().orElseThrow()));
            bare.kill();
            user.kill();
            bare.join();
            user.join();
        }
    }

    record QueueUser(SharedQueue<String> own, SharedQueue<String> ready) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            own.put("item");
            own.take();
            ready.put("ready");
            own.take();
        }
    }
}
