package dev.multiproc.recipes;

import dev.multiproc.pool.ProcessPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

final class FromManyThreads {
    private FromManyThreads() {}

    static int answer(int question) {
        return question * question;
    }

    // recipe: virtual-threads
    /** With {@code Executors.newVirtualThreadPerTaskExecutor()}, on JDK 21 and later, each request has a virtual thread. */
    static List<Integer> serve(ExecutorService threads, ProcessPool pool, List<Integer> questions) throws Exception {
        List<Future<Integer>> requests = new ArrayList<>();
        for (int question : questions) {
            requests.add(
                    threads.submit(() -> pool.submit(() -> answer(question)).get())); // waits, in its own thread
        }
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> request : requests) {
            answers.add(request.get());
        }
        return answers;
    }
    // end
}
