package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.manager.ManagedArray;
import dev.multiproc.manager.ManagedValue;
import dev.multiproc.manager.Manager;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A child sets a number and adds ten to each element of an array, both in a manager's process. {@link ValueAndArray} does the same in
 * shared memory, without a server.
 */
public final class ManagerValue {
    private static final int LENGTH = 10;

    private ManagerValue() {}

    static void task(ManagedValue<Double> number, ManagedArray<Integer> array) {
        number.set(50.0);
        array.updateAll(element -> element + 10);
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open();
                Manager manager = mp.manager()) {
            ManagedValue<Double> number = manager.value(10.0);
            ManagedArray<Integer> array =
                    manager.array(IntStream.range(0, LENGTH).boxed().toList());
            ChildProcess child = mp.process(() -> task(number, array)).start();
            boolean isWell = Stage.joinAll(List.of(child));
            stage.line(number.get().toString());
            stage.line(array.toList().toString());
            List<Integer> expected = IntStream.range(10, 10 + LENGTH).boxed().toList();
            return isWell && number.get() == 50 && array.toList().equals(expected);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
