package dev.multiproc.internal.object;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.live.Sweepable;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.StillHeldException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The shared objects of a session that this process uses, with one Java object each. Finds and makes them by name, for the kinds
 * of all registered families.
 */
public final class ObjectRegistry implements Sweepable {
    private final SessionContext context;
    private final MappedRegion control;
    private final ObjectTable table;
    private final RobustLock tablesLock;
    private final Runnable firstUse;
    private final List<ObjectFamily> families = new ArrayList<>();
    private final Map<String, Held> held = new HashMap<>();

    /** Deletes files whose maker died before it published them. */
    private final Runnable deletion = new Runnable() {
        @Override
        public void run() {
            List<String> names = names();
            for (ObjectFamily family : families) {
                family.deleteStrayFiles(names);
            }
        }
    };

    private record Held(SharedObject object, ObjectTable.Life life) {}

    ObjectRegistry(SessionContext context, Runnable firstUse) {
        this.context = context;
        this.control = context.control();
        this.table = new ObjectTable(control);
        this.tablesLock = new RobustLock(control, ControlDescriptor.TABLES_LOCK_OFFSET, context.waits());
        this.firstUse = firstUse;
    }

    /** Called for each family before the first object is asked for. */
    public void add(ObjectFamily family) {
        families.add(family);
    }

    /**
     * The object with this name and kind, made if it is not there.
     *
     * @param initialize writes the counters of a new object; it gets their offset, and finds them zero
     * @throws IllegalArgumentException if the name is taken by an object of another kind
     */
    public SharedObject open(ObjectKind kind, String name, IntConsumer initialize) {
        context.checkOpen();
        SharedObject object = get(kind, name, initialize);
        while (!object.arrived()) {
            object = get(kind, name, initialize);
        }
        firstUse.run();
        return object;
    }

    /** The object with this name and kind, for a caller that may use it from now on; empty if there is none. */
    public Optional<SharedObject> lookUp(ObjectKind kind, String name) {
        SharedObject object = known(name);
        if (object == null) {
            return Optional.empty();
        }
        checkKind(object, kind);
        if (!object.arrived()) {
            return Optional.empty();
        }
        firstUse.run();
        return Optional.of(object);
    }

    /** The object with this name and kind, which must exist. Works also while the session is being closed. */
    public SharedObject find(ObjectKind kind, String name) {
        SharedObject object = known(name);
        if (object == null) {
            throw noSuchObject(name);
        }
        checkKind(object, kind);
        return object;
    }

    /** The object of any kind with this name; null if there is none. Works also while the session is being closed. */
    public SharedObject find(String name) {
        return known(name);
    }

    /** The object that has an index; null if it was deleted. Works also while the session is being closed. */
    public SharedObject find(ObjectTable.Life life) {
        if (life.index() < 0 || life.index() >= ControlDescriptor.OBJECT_COUNT || !table.lasts(life)) {
            return null;
        }
        SharedObject object = known(table.name(life.index()));
        return object != null && table.lasts(life) ? object : null;
    }

    /** What tells the object whose words begin at an offset from others that have, or had, its index. */
    public ObjectTable.Life life(int words) {
        return table.life(ObjectTable.index(words));
    }

    /** The object that a handle names. */
    public SharedObject attach(int kind, String name) {
        context.checkOpen();
        Optional<SharedObject> object = lookUp(kind(kind, name), name);
        if (object.isEmpty()) {
            throw noSuchObject(name);
        }
        return object.get();
    }

    private static IllegalStateException noSuchObject(String name) {
        return new IllegalStateException("the session has no such object, name=" + name);
    }

    /** The kind with the given code. */
    public ObjectKind kind(int code, String name) {
        return familyOf(code, name).kind(code);
    }

    private ObjectFamily familyOf(int code, String name) {
        for (ObjectFamily family : families) {
            if (family.kind(code) != null) {
                return family;
            }
        }
        throw new MultiprocessingException(
                "the session's control file is damaged: no such kind of object, name=" + name + ", kind=" + code);
    }

    /** A new name, which cannot clash with a user's. */
    public String freshName(String kind) {
        return kind + "!" + control.getAndAddInt(ControlDescriptor.NONCE_OFFSET, 1);
    }

    private SharedObject get(ObjectKind kind, String name, IntConsumer initialize) {
        SharedObject known = known(name);
        // Repeated, since the new object may be deleted at once.
        while (known == null) {
            // Not within known(): creating waits for the tables' lock, and freeing that lock for a dead holder needs
            // the monitor that known() holds.
            create(kind, name, initialize);
            known = known(name);
        }
        checkKind(known, kind);
        return known;
    }

    private static void checkKind(SharedObject object, ObjectKind kind) {
        if (object.kind() != kind) {
            throw new IllegalArgumentException("the name is taken by an object of another kind, name=" + object.name()
                    + ", kind=" + object.kind().title() + ", asked for=" + kind.title());
        }
    }

    /** The object with this name; null if there is none. */
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
                // Another object has taken over the index meanwhile.
                index = table.find(name);
            }
            held.remove(name);
            return null;
        }
    }

    private Held hold(int index) {
        ObjectTable.Life life = table.life(index);
        int code = table.kind(index);
        String name = table.name(index);
        ObjectFamily family = familyOf(code, name);
        return new Held(family.attach(family.kind(code), name, ObjectTable.words(index)), life);
    }

    /**
     * Removes an object from the session, under the lock of its tables.
     *
     * @param then runs afterwards, under the same lock
     * @return false if it had been deleted before
     */
    public boolean delete(ObjectTable.Life life, Runnable then) {
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

    /** Makes an object unless another process has just made it. */
    private void create(ObjectKind kind, String name, IntConsumer initialize) {
        tablesLock.lock();
        try {
            if (table.find(name) < 0) {
                int index = table.reserve(kind.code(), name);
                ObjectKillPoint.OBJECT_RESERVED.here();
                initialize.accept(ObjectTable.words(index));
                table.publish(index);
            }
        } finally {
            tablesLock.unlock();
        }
    }

    /** Whether an object of any kind has that name. */
    public boolean exists(String name) {
        return table.find(name) >= 0;
    }

    /** Forgets an object that was closed in this process, so that it can be opened again. */
    public void forget(SharedObject object) {
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

    /** Cleans up what a dead process left in every object. */
    @Override
    public void sweep(int deadSlot) {
        visitAll(deadSlot, false);
        for (ObjectFamily family : families) {
            family.sweepFiles(deadSlot);
        }
    }

    /**
     * Visits all objects, also those that this process does not use, and goes on if one of them fails.
     *
     * @param isForLocks whether to recover the dead process's locks, or else to sweep; a flag, since this runs at the end of each
     *     child, where a lambda would cost a new JVM a millisecond
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

    /**
     * Repairs all objects after all processes that used them are gone.
     *
     * @param surveys what was found in the files of objects, by name
     */
    public void rebuild(Map<String, ObjectSurvey> surveys, boolean isNewBoot) {
        List<SharedObject> all = names().stream().map(this::known).toList();
        raiseNonce();
        for (ObjectFamily family : families) {
            family.rebuildFiles();
        }
        for (SharedObject object : all) {
            object.rebuild(surveys.get(object.name()), isNewBoot);
        }
        for (SharedObject object : all) {
            object.reconcile(isNewBoot);
        }
        all.forEach(SharedObject::settle);
    }

    /** The names of all objects. Called under the lock of the tables, or when there is no other process. */
    private List<String> names() {
        return IntStream.range(0, ControlDescriptor.OBJECT_COUNT)
                .filter(index -> table.state(index) == ObjectTable.LIVE)
                .mapToObj(table::name)
                .toList();
    }

    /** Raises the counter of fresh names above those in use, so that no name is given twice. */
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

    /** Called now and then: frees what this process keeps for speed and has not used lately. */
    public void giveBackIfIdle() {
        for (SharedObject object : snapshot()) {
            object.giveBackIfIdle();
        }
    }

    /** Called when the JVM exits: stops work on files, but keeps the memory, which threads may still use. */
    public void stop() {
        Failures failures = new Failures();
        for (SharedObject object : snapshot()) {
            // No lambda, since this runs at the exit of each child.
            try {
                object.stop();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }
        failures.throwFirst();
    }

    /** Frees what this process holds of all objects. If that fails for an object, the next call tries again. */
    public void release() {
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
