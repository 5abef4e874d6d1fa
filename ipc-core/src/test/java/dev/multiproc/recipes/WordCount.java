package dev.multiproc.recipes;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

// recipe: word-count
final class WordCount {
    static Map<String, Integer> count(List<String> files) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> waiting = mp.queue();
            SharedQueue<Map<String, Integer>> counts = mp.queue();
            waiting.putAll(files);
            List<ChildProcess> counters = new ArrayList<>();
            for (int i = 0; i < Multiprocessing.cpuCount(); i++) {
                counters.add(mp.process(() -> countWaiting(waiting, counts)).start());
            }
            for (ChildProcess counter : counters) {
                counter.joinOrThrow();
            }
            Map<String, Integer> total = new TreeMap<>();
            for (Map<String, Integer> part : counts) {
                part.forEach((word, times) -> total.merge(word, times, Integer::sum));
            }
            return total;
        }
    }

    static void countWaiting(SharedQueue<String> waiting, SharedQueue<Map<String, Integer>> counts) throws Exception {
        for (String file = waiting.poll(); file != null; file = waiting.poll()) {
            Map<String, Integer> words = new TreeMap<>();
            for (String word : Files.readString(Path.of(file)).split("\\W+")) {
                words.merge(word, 1, Integer::sum);
            }
            counts.put(words);
        }
    }
}
// end
