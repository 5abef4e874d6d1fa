package dev.multiproc.examples;

import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.ProcessPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * A pool of five workers does a hundred jobs of a second each, and calls back for each: about twenty seconds. After that the pool is
 * closed, and refuses more work.
 */
public final class PoolAsync {
    private static final int JOBS = 100;

    private PoolAsync() {}

    static String work(Stage stage, int job) throws InterruptedException {
        stage.pause(1);
        return "job " + job;
    }

    private static boolean isRefused(Stage stage, ProcessPool pool) {
        try {
            CompletableFuture<String> unexpected = pool.submit(() -> "one more");
            stage.line(unexpected.toString());
            return false;
        } catch (RejectedExecutionException closed) {
            stage.say("进程池关了，不再接活", "the pool is closed and takes no more work");
            return true;
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            ProcessPool pool = mp.pool(5);
            List<CompletableFuture<String>> jobs = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                int number = i;
                jobs.add(pool.submit(() -> work(stage, number))
                        .whenComplete((result, failure) -> stage.line(stage.text("完成 ", "done: ") + result)));
            }
            pool.shutdown();
            boolean isWell = pool.awaitTermination(Duration.ofMinutes(5));
            for (CompletableFuture<String> job : jobs) {
                isWell &= job.isDone() && !job.isCompletedExceptionally();
            }
            return isRefused(stage, pool) && isWell;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
