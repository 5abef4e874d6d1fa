package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;

/**
 * The boss and five workers over one event: it is set, and the workers groan; it is set again, and they cheer.
 *
 * <p>In between it has to be cleared, once, when all have groaned. In the tutorial each worker clears it. A late worker may then
 * miss the first signal of the boss, or clear the second, and wait for ever.
 */
public final class EventBoss {
    private static final int WORKERS = 5;

    private EventBoss() {}

    static void lead(Stage stage, SharedEvent word, SharedBarrier heard)
            throws InterruptedException, BrokenBarrierException {
        stage.say("BOSS：今晚大家都要加班到22:00。", "BOSS: tonight we all work until 22:00.");
        word.set();
        heard.await();
        stage.pause(5);
        stage.say("BOSS：<22:00>可以下班了。", "BOSS: <22:00> you may go home.");
        word.set();
    }

    static void work(Stage stage, SharedEvent word, SharedBarrier heard)
            throws InterruptedException, BrokenBarrierException {
        word.await();
        stage.say("Worker：哎……命苦啊！", "Worker: oh, what a life!");
        heard.await();
        word.await();
        stage.say("Worker：OhYeah!", "Worker: oh yeah!");
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedEvent word = mp.event();
            // The last worker to arrive clears the event before any worker goes on.
            SharedBarrier heard = mp.barrier(WORKERS + 1, word::clear);
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                children.add(mp.process(() -> work(stage, word, heard)).start());
            }
            children.add(mp.process(() -> lead(stage, word, heard)).start());
            return Stage.joinAll(children);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
