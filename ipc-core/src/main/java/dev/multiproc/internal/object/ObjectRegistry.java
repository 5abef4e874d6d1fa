package dev.multiproc.internal.object;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.ObjectExistsException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.live.Sweepable;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.StillHeldException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * The shared objects of a session that this process uses, with one Java object each. Finds and makes them by name, for the kinds
 * of all registered families.
 */
public final class ObjectRegistry implements Sweepable {
    private final SessionContext context;
    private final MappedRegion control;
    private final ObjectTable table;
    private final ObjectWords words;
    private final RobustLock tablesLock;
    private final Runnable firstUse;
    private final List<ObjectFamily> families = new ArrayList<>();
    private final Map<String, Held> held = new HashMap<>();
    /** Deleted objects that this process has not ended the use of yet. Guarded by held. */
    private final List<Held> gone = new ArrayList<>();
    /** The number of deletions when this process last looked which of its objects are gone. */
    private volatile int deletionsSeen;

    /** What the holder of the tables' lock left when it died. */
    private final Runnable completion = new Runnable() {
        @Override
        public void run() {
            deletion().complete();
            words.deleteStray(table);
            List<String> names = fileNames();
            for (ObjectFamily family : families) {
                family.deleteStrayFiles(names);
            }
        }
    };

    private record Held(SharedObject object, ObjectPlace place) {
        boolean lasts() {
            return !place.isOver();
        }
    }

    /** Writes the words of a new object, all of which are zero, and makes its files. */
    public interface Initializer {
        void initialize(ObjectPlace place);
    }

    ObjectRegistry(SessionContext context, Runnable firstUse) {
        this.context = context;
        this.control = context.control();
        this.table = new ObjectTable(control);
        this.words = new ObjectWords(control, context.files().objects());
        this.tablesLock = new RobustLock(control, ControlDescriptor.TABLES_LOCK_OFFSET, context.waits());
        this.firstUse = firstUse;
        this.deletionsSeen = table.deletions();
    }

    /** Called for each family before the first object is asked for. */
    public void add(ObjectFamily family) {
        families.add(family);
    }

    /**
     * The object with this name and kind, found or made as the request says.
     *
     * @throws IllegalArgumentException if the name is taken by an object of another kind
     * @throws ObjectExistsException if the object was to be made, and the name is taken
     * @throws NoSuchElementException if the object was to be found, and there is none
     */
    public SharedObject open(ObjectKind kind, ObjectRequest request, Initializer initialize) {
        context.checkOpen();
        SharedObject object = get(kind, request, initialize);
        while (!object.arrived()) {
            object = get(kind, request, initialize);
        }
        firstUse.run();
        return object;
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

    /** The object that has an index; null if it was deleted. Works also while the session is being closed. */
    public SharedObject find(ObjectTable.Life life) {
        if (life.index() < 0 || life.index() >= ControlDescriptor.OBJECT_COUNT || !table.lasts(life)) {
            return null;
        }
        SharedObject object = known(table.name(life.index()));
        return object != null && table.lasts(life) ? object : null;
    }

    /** What a handle names. */
    public HasHandle attach(int code, String name) {
        context.checkOpen();
        ObjectKind kind = kind(code, name);
        SharedObject object = find(kind.whole(), name);
        if (!object.arrived()) {
            throw noSuchObject(name);
        }
        firstUse.run();
        return family(kind).arrive(kind, object);
    }

    private static IllegalStateException noSuchObject(String name) {
        return new IllegalStateException("the session has no such object: it was deleted, name=" + name);
    }

    /** The kind with the given code. */
    public ObjectKind kind(int code, String name) {
        return familyOf(code, name).kind(code);
    }

    ObjectFamily family(ObjectKind kind) {
        return familyOf(kind.code(), kind.title());
    }

    private ObjectFamily familyOf(int code, String name) {
        for (ObjectFamily family : families) {
            if (family.kind(code) != null) {
                return family;
            }
        }
        throw new MultiprocessingException("the session's control file is damaged: no such kind of object, name=" + name
                + ", kind=" + code + "; put a copy of the session in its place");
    }

    /** A new name, which cannot clash with a user's. */
    public String freshName(String kind) {
        return kind + "!" + control.getAndAddInt(ControlDescriptor.NONCE_OFFSET, 1);
    }

    private SharedObject get(ObjectKind kind, ObjectRequest request, Initializer initialize) {
        String name = request.name();
        if (request.mode() == OpenMode.CREATE_ONLY) {
            // An object that is just being deleted does not count: creating waits until it is gone.
            if (!create(kind, name, initialize)) {
                throw new ObjectExistsException("the name is in use, name=" + name + ", kind="
                        + kind(table.kind(Math.max(0, table.find(name))), name).title()
                        + "; use another name, or delete() what has it");
            }
        }
        SharedObject known = known(name);
        // Repeated, since the new object may be deleted at once.
        while (known == null) {
            if (request.mode() == OpenMode.OPEN_ONLY) {
                throw missing(kind, name);
            }
            // Not within known(): creating waits for the tables' lock, and freeing that lock for a dead holder needs
            // the monitor that known() holds.
            create(kind, name, initialize);
            known = known(name);
        }
        checkKind(known, kind);
        return known;
    }

    private static NoSuchElementException missing(ObjectKind kind, String name) {
        return new NoSuchElementException("the session has no " + kind.title() + " of that name, name=" + name
                + (SafeName.isGenerated(name)
                        ? "; it was deleted, or is of another session (a name for a new object holds no exclamation mark)"
                        : ""));
    }

    private static void checkKind(SharedObject object, ObjectKind kind) {
        if (object.kind() != kind) {
            throw new IllegalArgumentException("the name is taken by an object of another kind, name=" + object.name()
                    + ", kind=" + object.kind().title() + ", asked for=" + kind.title());
        }
    }

    /** The object with this name; null if there is none. */
    public SharedObject known(String name) {
        synchronized (held) {
            Held known = held.get(name);
            if (known != null && known.lasts()) {
                return known.object();
            }
            if (known != null) {
                held.remove(name);
                gone.add(known);
            }
            int index = table.find(name);
            while (index >= 0) {
                Held found = hold(index);
                if (found != null && found.object().name().equals(name) && found.lasts()) {
                    held.put(name, found);
                    if (context.isClosed()) {
                        found.place().end();
                    }
                    return found.object();
                }
                // Another object has taken over the index meanwhile.
                index = table.find(name);
            }
            return null;
        }
    }

    /** Null if the object was deleted meanwhile. */
    private Held hold(int index) {
        ObjectTable.Life life = table.life(index);
        ObjectKind kind = kind(table.kind(index), table.name(index));
        try {
            ObjectPlace place = new ObjectPlace(context, table, life, kind, words.map(life));
            return place.isOver() ? null : new Held(family(kind).attach(place), place);
        } catch (NoSuchFileException e) {
            if (table.lasts(life)) {
                throw words.missing(life, e);
            }
            return null;
        }
    }

    private ObjectDeletion deletion() {
        return new ObjectDeletion(table, words, this);
    }

    /**
     * Removes an object from the session, with what belongs to it.
     *
     * @return false if it had been deleted before
     */
    boolean delete(ObjectTable.Life life) {
        boolean isThere;
        tablesLock.lock();
        try {
            isThere = table.lasts(life);
            if (isThere) {
                deletion().run(life.index());
            }
        } finally {
            tablesLock.unlock();
        }
        letGoOfDeleted();
        return isThere;
    }

    /** Makes an object; false if the name is taken. */
    private boolean create(ObjectKind kind, String name, Initializer initialize) {
        tablesLock.lock();
        try {
            if (table.find(name) >= 0) {
                return false;
            }
            int index = table.reserve(kind.code(), name);
            ObjectKillPoint.OBJECT_RESERVED.here();
            make(kind, table.life(index), initialize);
            return true;
        } finally {
            tablesLock.unlock();
        }
    }

    private void make(ObjectKind kind, ObjectTable.Life life, Initializer initialize) {
        boolean isMade = false;
        words.make(life);
        try {
            initialize.initialize(new ObjectPlace(context, table, life, kind, words.map(life)));
            table.publish(life.index());
            isMade = true;
        } catch (NoSuchFileException e) {
            throw words.missing(life, e);
        } finally {
            if (!isMade) {
                words.delete(life);
            }
        }
    }

    /** Called at each tick, and after a deletion: ends the use of what was deleted, and the waits for it. */
    public void letGoOfDeleted() {
        int count = table.deletions();
        if (count == deletionsSeen) {
            return;
        }
        List<Held> deleted;
        synchronized (held) {
            for (Iterator<Held> all = held.values().iterator(); all.hasNext(); ) {
                Held each = all.next();
                if (each.place() != null && !each.lasts()) {
                    gone.add(each);
                    all.remove();
                }
            }
            deleted = new ArrayList<>(gone);
            gone.clear();
        }
        Failures failures = new Failures();
        for (Held each : deleted) {
            each.place().end();
            try {
                each.object().deleted();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }
        context.waits().endThoseForDeleted();
        deletionsSeen = count;
        failures.throwFirst();
    }

    /** Called when the session closes: from now on no object can be used in this process. */
    void endAll() {
        synchronized (held) {
            for (Held each : held.values()) {
                if (each.place() != null) {
                    each.place().end();
                }
            }
        }
    }

    /** Waits until a new object is on the disk. */
    public void sync(ObjectPlace place) {
        control.force(0, control.length());
        if (place.life().generation() > 1) {
            words.sync(place.region());
        }
        context.files().sync();
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
        tablesLock.recover(deadSlot, completion);
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
            try {
                SharedObject object = state == ObjectTable.LIVE ? known(table.name(index)) : null;
                if (object != null && isForLocks) {
                    object.recover(deadSlot);
                } else if (object != null) {
                    object.sweep(deadSlot);
                }
            } catch (RuntimeException e) {
                failure = failure == null || failure instanceof StillHeldException ? e : failure;
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
        for (int lost = words.findLost(); lost >= 0; lost = words.findLost()) {
            // It was made or deleted just before the machine crashed: otherwise the session would have been refused.
            Journal.warn(ObjectRegistry.class, words.describeLost(lost) + "; it is deleted", null);
            table.beginDeletion(lost);
        }
        completion.run();
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

    /** The names of the files of all objects. Called under the lock of the tables, or when there is no other process. */
    private List<String> fileNames() {
        return IntStream.range(0, ControlDescriptor.OBJECT_COUNT)
                .filter(index -> table.state(index) == ObjectTable.LIVE)
                .mapToObj(index -> ObjectPlace.fileName(table.name(index), table.era(index)))
                .toList();
    }

    /** The names of all objects. Called when there is no other process. */
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
