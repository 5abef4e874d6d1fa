package dev.multiproc.manager;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.memory.SharedFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a manager holds and does, for those who inspect the session from outside: they look at no process, so the manager writes it
 * down now and then. Used by one thread.
 */
final class ManagerFigures {
    private static final List<String> TITLES =
            List.of("clients", "remote clients", "connections", "objects", "calls", "calls a second");
    private static final int MICROS_TITLE_ROOM = 12;

    private final Multiprocessing session;
    private final String name;
    private final Table all = new Table("");
    private final Table types = new Table(", objects");
    private final Table methods = new Table(", slowest methods");
    private boolean isRoom = true;

    ManagerFigures(Multiprocessing session, long pid) {
        this.session = session;
        name = "manager of " + pid;
    }

    /** Writes down what is now; nothing if the session is being closed. */
    void show(ManagerStatistics now) {
        try {
            int objects =
                    now.objects().values().stream().mapToInt(Integer::intValue).sum();
            all.show(
                    TITLES,
                    List.of(
                            (long) now.clients(),
                            (long) now.remoteClients(),
                            (long) now.connections(),
                            (long) objects,
                            now.calls(),
                            now.callsPerSecond()));
            showTypes(now);
            showMethods(now);
        } catch (IllegalStateException e) {
            isRoom = false;
        }
    }

    private void showTypes(ManagerStatistics now) {
        List<String> titles = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        now.objects().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            titles.add(entry.getKey());
            values.add((long) entry.getValue());
        });
        types.show(titles, values);
    }

    private void showMethods(ManagerStatistics now) {
        List<String> titles = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        for (ManagerStatistics.Method method : now.slowest()) {
            String shortened = shortened(method.name(), SharedFigures.MAX_TITLE_BYTES - MICROS_TITLE_ROOM);
            titles.add(shortened + " calls");
            values.add(method.calls());
            titles.add(shortened + " mean us");
            values.add(TimeUnit.NANOSECONDS.toMicros(method.mean().toNanos()));
            titles.add(shortened + " max us");
            values.add(TimeUnit.NANOSECONDS.toMicros(method.max().toNanos()));
        }
        methods.show(titles, values);
    }

    /** What fits; a character takes up to three bytes. */
    private static String shortened(String text, int bytes) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= bytes ? plain : plain.substring(0, bytes);
    }

    void delete() {
        try {
            all.delete();
            types.delete();
            methods.delete();
        } catch (IllegalStateException e) {
            // The session is being closed, and deletes them.
            isRoom = false;
        }
    }

    /** Figures whose titles may change: then they are created anew. */
    private final class Table {
        private final String suffix;
        private List<String> titles = List.of();
        /** Null if there are none. */
        private SharedFigures figures;

        Table(String suffix) {
            this.suffix = suffix;
        }

        void show(List<String> newTitles, List<Long> values) {
            List<String> fitting = newTitles.stream()
                    .map(title -> shortened(title, SharedFigures.MAX_TITLE_BYTES))
                    .distinct()
                    .limit(SharedFigures.MAX_COUNT)
                    .toList();
            if (!fitting.equals(titles)) {
                delete();
                create(fitting);
            }
            if (figures != null && fitting.size() == Math.min(newTitles.size(), SharedFigures.MAX_COUNT)) {
                for (int i = 0; i < fitting.size(); i++) {
                    figures.set(i, values.get(i));
                }
            }
        }

        /** If there is no room for another object, the manager works all the same. */
        private void create(List<String> newTitles) {
            titles = newTitles;
            if (isRoom && !newTitles.isEmpty()) {
                try {
                    figures = session.createOnly().sharedFigures(name + suffix, newTitles);
                } catch (MultiprocessingException | IllegalArgumentException e) {
                    isRoom = false;
                }
            }
        }

        void delete() {
            if (figures != null) {
                boolean unused = figures.delete();
                figures = null;
            }
        }
    }
}
