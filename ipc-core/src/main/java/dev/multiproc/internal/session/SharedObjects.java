package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.live.Sweepable;
import dev.multiproc.internal.memory.MemoryKind;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.StillHeldException;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.internal.queue.JoinableLogQueue;
import dev.multiproc.internal.queue.LogQueue;
import dev.multiproc.internal.sync.MappedBarrier;
import dev.multiproc.internal.sync.MappedCondition;
import dev.multiproc.internal.sync.MappedEvent;
import dev.multiproc.internal.sync.MappedLatch;
import dev.multiproc.internal.sync.MappedLock;
import dev.multiproc.internal.sync.MappedReadWriteLock;
import dev.multiproc.internal.sync.MappedSemaphore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The shared objects of a session that this process uses: one Java object each. */
final class SharedObjects implements Sweepable {
    private final LocalSession home;
    private final MappedRegion control;
    private final ObjectTable table;
    private final RobustLock tablesLock;
    private final Map<String, Held> held = new HashMap<>();

    /** Of files whose maker died before it published them. */
    private final Runnable deletion = new Runnable() {
        @Override
        public void run() {
            home.memoryFiles().deleteOthers(names());
        }
    };

    private record Held(SharedObject object, ObjectTable.Life life) {}

    SharedObjects(LocalSession home, MappedRegion control, Waits waits) {
        this.home = home;
        this.control = control;
        this.table = new ObjectTable(control);
        this.tablesLock = new RobustLock(control, ControlDescriptor.TABLES_LOCK_OFFSET, waits);
    }

    /** A name that nobody can give. */
    String freshName(String kind) {
        return kind + "!" + control.getAndAddInt(ControlDescriptor.NONCE_OFFSET, 1);
    }

    /**
     * The object of that name and kind, made if it is not there.
     *
     * @param initialize writes the words of a new one; they begin where it is told, and are zero
     */
    SharedObject get(int kind, String name, IntConsumer initialize) {
        SharedObject known = known(name);
        // Again if it was deleted at once.
        while (known == null) {
            // Not as part of the other: it waits for a lock, and whoever frees that has to look for known objects.
            create(kind, name, initialize);
            known = known(name);
        }
        checkKind(known, kind);
        return known;
    }

    private static void checkKind(SharedObject object, int kind) {
        if (object.kind() != kind) {
            throw new IllegalArgumentException("the name is taken by an object of another kind, name=" + object.name()
                    + ", kind=" + title(object.kind()) + ", asked for=" + title(kind));
        }
    }

    /** The object of that name; null if there is none. */
    private SharedObject known(String name) {
        synchronized (held) {
            Held known = held.get(name);
            if (known != null && table.lasts(known.life())) {
                return known.object();
            }
            int index = table.find(name);
            while (index >= 0) {
                Held found = hold(index);
                if (found.object().name().equals(name) && table.lasts(found.life())) {
                    held.put(name, found);
                    return found.object();
                }
                // The index became another's meanwhile.
                index = table.find(name);
            }
            held.remove(name);
            return null;
        }
    }

    private Held hold(int index) {
        ObjectTable.Life life = table.life(index);
        return new Held(open(index), life);
    }

    /** Takes an object out of the session; false if it was no more in it. */
    boolean delete(ObjectTable.Life life, Runnable then) {
        tablesLock.lock();
        try {
            boolean isThere = table.lasts(life);
            if (isThere) {
                table.remove(life.index());
                then.run();
            }
            return isThere;
        } finally {
            tablesLock.unlock();
        }
    }

    /** Makes an object unless somebody just has. */
    private void create(int kind, String name, IntConsumer initialize) {
        tablesLock.lock();
        try {
            if (table.find(name) < 0) {
                int index = table.reserve(kind, name);
                KillPoint.OBJECT_RESERVED.here();
                initialize.accept(ObjectTable.words(index));
                table.publish(index);
            }
        } finally {
            tablesLock.unlock();
        }
    }

    /** Whether there is such a kind of object. */
    static boolean isKnown(int kind) {
        return isQueue(kind)
                || switch (kind) {
                    case MappedLock.KIND,
                            MappedCondition.KIND,
                            MappedSemaphore.KIND,
                            MappedEvent.KIND,
                            MappedLatch.KIND,
                            MappedBarrier.KIND,
                            MappedReadWriteLock.KIND -> true;
                    default -> MemoryKind.of(kind).isPresent();
                };
    }

    static boolean isQueue(int kind) {
        return kind == LogQueue.KIND || kind == LogQueue.JOINABLE_KIND;
    }

    private SharedObject open(int index) {
        int words = ObjectTable.words(index);
        String name = table.name(index);
        int kind = table.kind(index);
        return switch (kind) {
            case LogQueue.KIND -> LogQueue.attach(home, name, words);
            case LogQueue.JOINABLE_KIND -> new JoinableLogQueue<>(home, name, words);

            // Synchronizers: 10 to 29.
            case MappedLock.KIND -> new MappedLock(home, name, words);
            case MappedCondition.KIND -> new MappedCondition(home, name, words);
            case MappedSemaphore.KIND -> new MappedSemaphore(home, name, words);
            case MappedEvent.KIND -> new MappedEvent(home, name, words);
            case MappedLatch.KIND -> new MappedLatch(home, name, words);
            case MappedBarrier.KIND -> new MappedBarrier(home, name, words);
            case MappedReadWriteLock.KIND -> new MappedReadWriteLock(home, name, words);

            // Values, arrays and blocks of memory: 30 to 49.
            default ->
                MemoryKind.of(kind)
                        .orElseThrow(() -> new MultiprocessingException(
                                "the session's control file is damaged: no such kind of object, name=" + name
                                        + ", kind=" + kind))
                        .open(home, name, words);
        };
    }

    /** What a kind is to users. */
    private static String title(int kind) {
        return switch (kind) {
            case LogQueue.KIND -> "SharedQueue";
            case LogQueue.JOINABLE_KIND -> "JoinableQueue";
            case MappedLock.KIND -> "SharedLock";
            case MappedCondition.KIND -> "SharedCondition";
            case MappedSemaphore.KIND -> "SharedSemaphore";
            default -> MemoryKind.of(kind).map(MemoryKind::title).orElse("object of kind " + kind);
        };
    }

    boolean exists(String name) {
        return table.find(name) >= 0;
    }

    /** The object of that name and kind; null if there is none. */
    SharedObject find(int kind, String name) {
        SharedObject known = known(name);
        if (known != null) {
            checkKind(known, kind);
        }
        return known;
    }

    void forget(SharedObject object) {
        synchronized (held) {
            held.computeIfPresent(object.name(), (name, known) -> known.object() == object ? null : known);
        }
    }

    /** Frees a dead process's locks in every object; see {@link SharedObject#recover}. */
    @Override
    public void recover(int deadSlot) {
        tablesLock.recover(deadSlot, deletion);
        visitAll(deadSlot, true);
    }

    /** Sweeps a dead process out of every object. */
    @Override
    public void sweep(int deadSlot) {
        visitAll(deadSlot, false);
        home.memoryFiles().sweep(deadSlot);
    }

    /**
     * Visits all objects, also those that this process does not use, and also if one of them fails. To free its locks, or to
     * settle all else; told by a flag, since this is done at the end of each child, where a lambda takes a young JVM a
     * millisecond.
     */
    private void visitAll(int deadSlot, boolean isForLocks) {
        RuntimeException failure = null;
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            int state = table.state(index);
            if (state == ObjectTable.UNUSED) {
                break;
            }
            SharedObject object = state == ObjectTable.LIVE ? known(table.name(index)) : null;
            if (object != null) {
                try {
                    if (isForLocks) {
                        object.recover(deadSlot);
                    } else {
                        object.sweep(deadSlot);
                    }
                } catch (RuntimeException e) {
                    failure = failure == null || failure instanceof StillHeldException ? e : failure;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Puts all objects right, when all processes are gone that used them. */
    void rebuild(SessionSurvey survey) {
        List<SharedObject> all = names().stream().map(this::known).toList();
        raiseNonce();
        home.memoryFiles().rebuild();
        for (SharedObject object : all) {
            if (object instanceof LogQueue<?> queue) {
                queue.rebuild(survey.queue(queue.name()));
            } else {
                object.rebuild(survey.isNewBoot());
            }
        }
        all.forEach(SharedObject::settle);
    }

    /** The names of all objects, under the lock of the tables or when there is nobody else. */
    private List<String> names() {
        return IntStream.range(0, ControlDescriptor.OBJECT_COUNT)
                .filter(index -> table.state(index) == ObjectTable.LIVE)
                .mapToObj(table::name)
                .toList();
    }

    /** So that no name is given anew that an object has. */
    private void raiseNonce() {
        int next = Math.max(0, control.getInt(ControlDescriptor.NONCE_OFFSET));
        for (String name : names()) {
            String number = name.substring(name.lastIndexOf('!') + 1);
            if (!name.equals(number) && number.matches("[0-9]{1,9}")) {
                next = Math.max(next, Integer.parseInt(number) + 1);
            }
        }
        control.setIntVolatile(ControlDescriptor.NONCE_OFFSET, next);
    }

    /** Called now and then: of what this process keeps for speed and does not use, the room is given back. */
    void giveBackIfIdle() {
        for (SharedObject object : snapshot()) {
            object.giveBackIfIdle();
        }
    }

    /** Stops work on files, while threads may still be at the memory: the JVM exits. */
    void stop() {
        Failures failures = new Failures();
        for (SharedObject object : snapshot()) {
            // No lambda: this is on the way out of each child.
            try {
                object.stop();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }
        failures.throwFirst();
    }

    /** Frees what this process holds of all objects. What fails is tried again at the next call. */
    void release() {
        Failures failures = new Failures();
        for (SharedObject object : snapshot()) {
            try {
                object.detach();
                forget(object);
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }
        failures.throwFirst();
    }

    private List<SharedObject> snapshot() {
        synchronized (held) {
            List<SharedObject> objects = new ArrayList<>();
            for (Held each : held.values()) {
                objects.add(each.object());
            }
            return objects;
        }
    }
}
