package dev.multiproc.recipes;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.JoinableQueue;
import java.nio.file.Path;

// recipe: two-programs
final class TwoPrograms {
    static final class Shop {
        public static void main(String[] args) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open(Path.of(args[0]))) {
                JoinableQueue<String> orders = mp.joinableQueue("orders");
                orders.put(args[1]); // it is in the queue now, whoever is killed
                System.out.println(orders.size() + " waiting");
            }
        }
    }

    static final class Kitchen {
        public static void main(String[] args) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open(Path.of(args[0]))) {
                JoinableQueue<String> orders = mp.joinableQueue("orders");
                while (true) {
                    System.out.println("cooking " + orders.take());
                    orders.taskDone();
                }
            }
        }
    }
}
// end
