package buns;

import dev.multiproc.Multiprocessing;
import dev.multiproc.manager.ManagedMap;
import dev.multiproc.manager.Manager;
import java.util.ArrayList;
import java.util.List;

/** A manager with an object of the program's own type, which nobody else can see. */
public class Pantry {
    interface Shelf {
        void put(String bun);

        List<String> buns() throws EmptyException;
    }

    static class EmptyException extends Exception {}

    static class Wooden implements Shelf {
        private final List<String> buns = new ArrayList<>();

        @Override
        public synchronized void put(String bun) {
            buns.add(bun);
        }

        @Override
        public synchronized List<String> buns() throws EmptyException {
            if (buns.isEmpty()) {
                throw new EmptyException();
            }
            return List.copyOf(buns);
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open();
                Manager manager = mp.manager()) {
            ManagedMap<String, Integer> counts = manager.map();
            manager.register(Shelf.class, Wooden::new);
            Shelf shelf = manager.create(Shelf.class);
            try {
                shelf.buns();
            } catch (EmptyException e) {
                System.out.println("empty");
            }
            mp.process(() -> {
                        shelf.put("bao");
                        counts.merge("bao", 1, Integer::sum);
                    })
                    .start()
                    .joinOrThrow();
            System.out.println(shelf.buns() + " " + counts);
        }
    }
}
