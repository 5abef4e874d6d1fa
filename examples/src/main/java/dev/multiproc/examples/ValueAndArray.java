package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.memory.SharedDouble;
import dev.multiproc.memory.SharedIntArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A child writes a number and an array in shared memory, and its parent reads them there. No server is between them. */
public final class ValueAndArray {
    private static final int LENGTH = 10;

    private ValueAndArray() {}

    static void task(SharedDouble number, SharedIntArray array) {
        number.set(50);
        for (int i = 0; i < array.length(); i++) {
            array.addAndGet(i, 10);
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedDouble number = mp.sharedDouble(10);
            SharedIntArray array = mp.sharedIntArray(IntStream.range(0, LENGTH).toArray());
            ChildProcess child = mp.process(() -> task(number, array)).start();
            child.join();
            stage.line(number.toString());
            stage.line(Arrays.toString(array.toArray()));
            return Stage.allEndedWell(List.of(child))
                    && number.get() == 50
                    && Arrays.equals(
                            array.toArray(), IntStream.range(10, 10 + LENGTH).toArray());
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
