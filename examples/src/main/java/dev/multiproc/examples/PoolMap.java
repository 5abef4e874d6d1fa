package dev.multiproc.examples;

import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.ProcessPool;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** A pool of four workers squares the numbers from 0 to 7; the results come in the order of the numbers. */
public final class PoolMap {
    private PoolMap() {}

    static int square(int x) {
        return x * x;
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException, ExecutionException {
        List<Integer> numbers = IntStream.range(0, 8).boxed().toList();
        try (Multiprocessing mp = Multiprocessing.open();
                ProcessPool pool = mp.pool(4)) {
            List<Integer> squares = pool.map(PoolMap::square, numbers);
            stage.line(squares.toString());
            return squares.equals(List.of(0, 1, 4, 9, 16, 25, 36, 49));
        }
    }

    public static void main(String[] args) throws InterruptedException, ExecutionException {
        run(Stage.of(args));
    }
}
