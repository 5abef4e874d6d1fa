package dev.multiproc.recipes;

import dev.multiproc.Multiprocessing;
import dev.multiproc.RestartPolicy;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;

final class ResultsBack {
    private ResultsBack() {}

    // recipe: results-back
    static List<Integer> lengths(Multiprocessing mp, List<String> texts) throws Exception {
        JoinableQueue<String> tasks = mp.joinableQueue();
        SharedQueue<Integer> results = mp.queue();
        for (int i = 1; i <= 2; i++) {
            mp.process("worker-" + i, () -> work(tasks, results))
                    .daemon(true)
                    .restart(RestartPolicy.onFailure())
                    .start();
        }
        tasks.putAll(texts);
        List<Integer> all = new ArrayList<>();
        while (all.size() < texts.size()) {
            all.add(results.take());
        }
        return all;
    }

    static void work(JoinableQueue<String> tasks, SharedQueue<Integer> results) throws Exception {
        while (true) {
            Delivery<String> task = tasks.receive();
            task.forwardTo(results, task.value().length()); // the task is done and its result is there, or neither
        }
    }
    // end
}
