package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.manager.Manager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ten children put an entry each into a map, and a number each into a list, that a manager's process holds. */
public final class ManagerTen {
    private static final int CHILDREN = 10;

    private ManagerTen() {}

    static void work(Map<String, Integer> numbers, List<Integer> list, int number) {
        numbers.put("key" + number, number);
        list.add(number);
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open();
                Manager manager = mp.manager()) {
            Map<String, Integer> numbers = manager.map();
            List<Integer> list = manager.list();
            stage.line(numbers.toString());
            stage.line(list.toString());
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                int number = i;
                children.add(mp.process(() -> work(numbers, list, number)).start());
            }
            boolean isWell = Stage.joinAll(children);
            stage.line(new TreeMap<>(numbers).toString());
            stage.line(list.toString());
            return isWell && numbers.size() == CHILDREN && list.size() == CHILDREN;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
