package dev.multiproc.internal.object;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes objects, in steps that any process can complete: all under the lock of the tables, and if the process dies, its sweeper
 * goes on before it frees that lock.
 *
 * <pre>
 *  step                                                   | if the process dies behind it
 *  1. the object is DELETING: nobody finds it any more    | the object is deleted; the sweeper continues
 *  2. the number of deletions is raised                   | the same
 *  3. the objects that belong to it are DELETING          | the same
 *     the number is raised again: processes look which of |
 *     their objects are gone                              |
 *  4. the files are deleted                               | the same
 *  5. the object is RESERVED: its index can be used again | nothing is left to do
 * </pre>
 */
final class ObjectDeletion {
    private final ObjectTable table;
    private final ObjectWords words;
    private final ObjectRegistry objects;

    ObjectDeletion(ObjectTable table, ObjectWords words, ObjectRegistry objects) {
        this.table = table;
        this.words = words;
        this.objects = objects;
    }

    /** Deletes an object. Called under the lock of the tables. */
    void run(int index) {
        table.beginDeletion(index);
        ObjectKillPoint.OBJECT_DELETED.here();
        complete();
    }

    /** Completes what has begun, if anything has. Called under the lock of the tables, or when there is no other process. */
    void complete() {
        List<Integer> deleted = begun();
        if (deleted.isEmpty()) {
            return;
        }
        // Also before the parts: whatever fails from here on, a new object of the name gets files of another name.
        table.countDeletion();
        addParts(deleted);
        ObjectKillPoint.OBJECT_DELETED_WITH_PARTS.here();
        table.countDeletion();
        ObjectKillPoint.OBJECT_DELETION_COUNTED.here();
        Failures failures = new Failures();
        for (int index : deleted) {
            try {
                deleteFiles(index);
                table.endDeletion(index);
            } catch (RuntimeException e) {
                // Its files are deleted with the next object, or when the session is opened again.
                failures.add(e);
            }
        }
        failures.throwFirst();
    }

    private void deleteFiles(int index) {
        ObjectKind kind = objects.kind(table.kind(index), table.name(index));
        objects.family(kind).deleteFiles(kind, ObjectPlace.fileName(table.name(index), table.era(index)));
        words.delete(table.life(index));
        ObjectKillPoint.OBJECT_FILES_DELETED.here();
    }

    private List<Integer> begun() {
        List<Integer> begun = new ArrayList<>();
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            int state = table.state(index);
            if (state == ObjectTable.UNUSED) {
                break;
            }
            if (state == ObjectTable.DELETING) {
                begun.add(index);
            }
        }
        return begun;
    }

    /** Adds what belongs to deleted objects. The list grows meanwhile: a part may have parts. */
    private void addParts(List<Integer> deleted) {
        for (int i = 0; i < deleted.size(); i++) {
            int owner = deleted.get(i);
            String name = table.name(owner);
            for (String part : objects.kind(table.kind(owner), name).partsOf(name)) {
                int index = table.find(part);
                if (index >= 0) {
                    add(index, deleted);
                }
            }
            addOwnedBy(name, deleted);
        }
    }

    private void add(int index, List<Integer> deleted) {
        table.beginDeletion(index);
        deleted.add(index);
    }

    private void addOwnedBy(String name, List<Integer> deleted) {
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            int state = table.state(index);
            if (state == ObjectTable.UNUSED) {
                return;
            }
            if (state == ObjectTable.LIVE) {
                ObjectKind kind = objects.kind(table.kind(index), table.name(index));
                if (kind.hasOwner() && owner(kind, index).filter(name::equals).isPresent()) {
                    add(index, deleted);
                }
            }
        }
    }

    private Optional<String> owner(ObjectKind kind, int index) {
        try {
            MappedRegion region = words.read(table.life(index));
            return kind.ownerOf(region, 0);
        } catch (NoSuchFileException e) {
            // The session is being removed.
            return Optional.empty();
        } catch (IOException e) {
            throw words.unreadable(table.life(index), e);
        }
    }
}
