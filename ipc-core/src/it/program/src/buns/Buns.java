package buns;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.JoinableQueue;
import java.io.Serializable;

/** The README's program, with an item of its own class. */
public class Buns {
    record Bun(String cook, int number) implements Serializable {}

    static void cook(JoinableQueue<Bun> buns, String name) throws Exception {
        for (int i = 0; i < 3; i++) {
            buns.put(new Bun(name, i));
        }
        buns.join();
    }

    static void eat(JoinableQueue<Bun> buns) throws Exception {
        while (true) {
            System.out.println("eats " + buns.take());
            buns.taskDone();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<Bun> buns = mp.joinableQueue();
            ChildProcess cook = mp.process("egon", () -> cook(buns, "egon")).start();
            mp.process("alex", () -> eat(buns)).daemon(true).start();
            cook.join();
            System.out.println("exit code " + cook.exitCode().getAsInt() + cook.failure());
        }
    }
}
