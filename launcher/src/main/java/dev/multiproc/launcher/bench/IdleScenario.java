package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.bench.ProcFile.CpuTimes;
import dev.multiproc.queue.SharedQueue;
import java.util.concurrent.locks.LockSupport;

/** The processor time that a blocked consumer uses in five seconds, compared with a child that only sleeps. */
record IdleScenario() implements Scenario {
    /** The time that the JVM needs to compile the periodic code; compiling costs more than running that code. */
    private static final long SETTLE_NANOS = 15_000_000_000L;

    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final long LONG_SLEEP_MILLIS = 3_600_000;

    @Override
    public String name() {
        return "d-idle-5s";
    }

    @Override
    public String description() {
        return "processor time of a blocked consumer in 5 s, beside a child that sleeps";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        SharedQueue<String> queue = mp.queue();
        SharedQueue<String> ready = mp.queue();
        ChildProcess blocked =
                mp.process(new Blocked(queue, ready)).daemon(true).start();
        ChildProcess sleeper =
                mp.process(() -> Thread.sleep(LONG_SLEEP_MILLIS)).daemon(true).start();
        ready.take();
        pause(SETTLE_NANOS);
        for (int i = 0; i < repetitions; i++) {
            CpuTimes blockedBefore = CpuTimes.of(blocked.pid().orElseThrow());
            CpuTimes sleeperBefore = CpuTimes.of(sleeper.pid().orElseThrow());
            pause(WINDOW_NANOS);
            recorder.add(
                    "multiproc-SharedQueue.take() blocked",
                    name(),
                    "cpu_s",
                    CpuTimes.of(blocked.pid().orElseThrow()).secondsSince(blockedBefore));
            recorder.add(
                    "multiproc child that sleeps",
                    name(),
                    "cpu_s",
                    CpuTimes.of(sleeper.pid().orElseThrow()).secondsSince(sleeperBefore));
        }
        blocked.kill();
        sleeper.kill();
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    record Blocked(SharedQueue<String> queue, SharedQueue<String> ready) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            ready.put("ready");
            queue.take();
        }
    }
}
