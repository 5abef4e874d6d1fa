package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.internal.park.RobustLock;
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

/** The shared objects of a session that this process uses: one Java object each. */
final class SharedObjects {
    private final LocalSession home;
    private final MappedRegion control;
    private final ObjectTable table;
    private final RobustLock tablesLock;
    private final Map<String, SharedObject> held = new HashMap<>();

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
        synchronized (held) {
            SharedObject known = held.get(name);
            if (known == null) {
                int index = table.find(name);
                known = open(index >= 0 ? index : create(kind, name, initialize));
                held.put(name, known);
            }
            if (known.kind() != kind) {
                throw new IllegalArgumentException("the name is taken by an object of another kind, name=" + name);
            }
            return known;
        }
    }

    private int create(int kind, String name, IntConsumer initialize) {
        tablesLock.lock();
        try {
            int index = table.find(name);
            if (index < 0) {
                index = table.reserve(kind, name);
                KillPoint.OBJECT_RESERVED.here();
                initialize.accept(ObjectTable.words(index));
                table.publish(index);
            }
            return index;
        } finally {
            tablesLock.unlock();
        }
    }

    private SharedObject open(int index) {
        int words = ObjectTable.words(index);
        String name = table.name(index);
        int kind = table.kind(index);
        return switch (kind) {
            case LogQueue.KIND -> new LogQueue<>(home, name, words);
            case LogQueue.JOINABLE_KIND -> new JoinableLogQueue<>(home, name, words);

            // Synchronizers: 10 to 29.
            case MappedLock.KIND -> new MappedLock(home, name, words);
            case MappedCondition.KIND -> new MappedCondition(home, name, words);
            case MappedSemaphore.KIND -> new MappedSemaphore(home, name, words);
            case MappedEvent.KIND -> new MappedEvent(home, name, words);
            case MappedLatch.KIND -> new MappedLatch(home, name, words);
            case MappedBarrier.KIND -> new MappedBarrier(home, name, words);
            case MappedReadWriteLock.KIND -> new MappedReadWriteLock(home, name, words);

            default ->
                throw new MultiprocessingException(
                        "the session's control file is damaged: no such kind of object, name=" + name + ", kind="
                                + kind);
        };
    }

    /** The object that a handle names. */
    SharedObject find(int kind, String name) {
        if (table.find(name) < 0) {
            throw new IllegalStateException("the session has no such object, name=" + name);
        }
        return get(kind, name, words -> {});
    }

    void forget(SharedObject object) {
        synchronized (held) {
            held.remove(object.name(), object);
        }
    }

    /** Sweeps a dead process out of every object, also of those that this process does not use. */
    void sweep(int deadSlot) {
        tablesLock.recover(deadSlot, () -> {});
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            int state = table.state(index);
            if (state == ObjectTable.UNUSED) {
                return;
            }
            if (state == ObjectTable.LIVE) {
                find(table.kind(index), table.name(index)).sweep(deadSlot);
            }
        }
    }

    /** Stops work on files, while threads may still be at the memory: the JVM exits. */
    void stop() {
        snapshot().forEach(SharedObject::stop);
    }

    /** Frees what this process holds of all objects. */
    void release() {
        List<SharedObject> all = snapshot();
        synchronized (held) {
            held.clear();
        }
        all.forEach(SharedObject::detach);
    }

    private List<SharedObject> snapshot() {
        synchronized (held) {
            return new ArrayList<>(held.values());
        }
    }
}
