package dev.multiproc.recipes;

import dev.multiproc.Awaitable;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

final class SeveralThings {
    // recipe: several-things
    static List<String> answersOf(
            Multiprocessing mp, ChildProcess worker, SharedQueue<String> answers, SharedEvent stop)
            throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (true) {
            List<Awaitable> ready = mp.awaitAny(Duration.ofSeconds(60), List.of(answers, stop, worker));
            String answer = ready.contains(answers) ? answers.poll() : null; // null too if another process was quicker
            if (answer != null) {
                all.add(answer);
            } else if (ready.contains(stop)) {
                worker.interrupt();
                return all;
            } else if (ready.contains(worker)) {
                worker.joinOrThrow();
                return all;
            } else if (ready.isEmpty()) {
                throw new IllegalStateException("nothing has happened for a minute");
            }
        }
    }
    // end

    private SeveralThings() {}
}
