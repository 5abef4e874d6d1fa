package dev.multiproc.internal.session;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.internal.queue.JoinableLogQueue;
import dev.multiproc.internal.queue.LogQueue;
import dev.multiproc.internal.queue.QueueHome;
import dev.multiproc.queue.QueueOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shared objects of a session that this process uses: one Java object each. */
final class SharedObjects {
    private final QueueHome home;
    private final MappedRegion control;
    private final ObjectTable table;
    private final RobustLock tablesLock;
    private final Map<String, LogQueue<?>> queues = new HashMap<>();

    SharedObjects(QueueHome home, MappedRegion control, Waits waits) {
        this.home = home;
        this.control = control;
        this.table = new ObjectTable(control);
        this.tablesLock = new RobustLock(control, ControlDescriptor.TABLES_LOCK_OFFSET, waits);
    }

    /** A name that nobody can give. */
    String freshName(String kind) {
        return kind + "!" + control.getAndAddInt(ControlDescriptor.NONCE_OFFSET, 1);
    }

    /** The queue of that name and kind, made if it is not there. */
    LogQueue<?> queue(int kind, String name, QueueOptions options) {
        synchronized (queues) {
            LogQueue<?> known = queues.get(name);
            if (known == null) {
                int index = table.find(name);
                known = open(index >= 0 ? index : create(kind, name, options));
                queues.put(name, known);
            }
            checkKind(known, kind, name);
            return known;
        }
    }

    private int create(int kind, String name, QueueOptions options) {
        tablesLock.lock();
        try {
            int index = table.find(name);
            if (index < 0) {
                index = table.reserve(kind, name);
                KillPoint.OBJECT_RESERVED.here();
                LogQueue.initialize(control, ObjectTable.words(index), options);
                table.publish(index);
            }
            return index;
        } finally {
            tablesLock.unlock();
        }
    }

    private LogQueue<?> open(int index) {
        int words = ObjectTable.words(index);
        String name = table.name(index);
        return table.kind(index) == LogQueue.JOINABLE_KIND
                ? new JoinableLogQueue<>(home, name, words)
                : new LogQueue<>(home, name, words);
    }

    private static void checkKind(LogQueue<?> queue, int kind, String name) {
        int found = queue instanceof JoinableLogQueue ? LogQueue.JOINABLE_KIND : LogQueue.KIND;
        if (found != kind) {
            throw new IllegalArgumentException("the name is taken by an object of another kind, name=" + name);
        }
    }

    /** The object that a handle names. */
    Object find(int kind, String name) {
        if (kind != LogQueue.KIND && kind != LogQueue.JOINABLE_KIND || table.find(name) < 0) {
            throw new IllegalStateException("the session has no such object, name=" + name);
        }
        return queue(kind, name, QueueOptions.unbounded());
    }

    void forget(LogQueue<?> queue) {
        synchronized (queues) {
            queues.remove(queue.name(), queue);
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
                queue(table.kind(index), table.name(index), QueueOptions.unbounded())
                        .sweep(deadSlot);
            }
        }
    }

    /** Stops work on files, while threads may still be at the memory: the JVM exits. */
    void stopLogs() {
        List<LogQueue<?>> held;
        synchronized (queues) {
            held = new ArrayList<>(queues.values());
        }
        held.forEach(LogQueue::stopLog);
    }

    /** Frees what this process holds of all objects. */
    void release() {
        List<LogQueue<?>> held;
        synchronized (queues) {
            held = new ArrayList<>(queues.values());
            queues.clear();
        }
        held.forEach(LogQueue::release);
    }
}
