package dev.multiproc.internal.object;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.internal.control.Existence;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;

/**
 * Where an object lies: its words, and the names of its files. Both belong to this object alone, also after it was deleted, so a
 * process that does not know of the deletion yet harms no other object:
 *
 * <ul>
 *   <li>The first object at an index of the table has its words in the control file. They are not used again. Each later one has
 *       its words in a file of its own ({@link ObjectWords}).
 *   <li>The name of a file has the object's era, unless that is 0. Two objects of one name have different eras, since the first
 *       of them was deleted before the second was made.
 * </ul>
 *
 * <p>The library never unmaps a file of words: a thread may still be using it. The garbage collector unmaps it when nothing
 * refers to it.
 */
public final class ObjectPlace implements Existence {
    private final SessionContext context;
    private final ObjectTable table;
    private final ObjectTable.Life life;
    private final ObjectKind kind;
    private final String name;
    private final String fileName;
    private final MappedRegion region;
    /** Whether this process knows that the object was deleted, or has closed the session. */
    private volatile boolean isOver;

    /**
     * Made when a process finds or makes an object.
     *
     * @param words the words of the object, from its first on
     */
    ObjectPlace(
            SessionContext context,
            ObjectTable table,
            ObjectTable.Life life,
            ObjectKind kind,
            ObjectWords.Words words) {
        this.context = context;
        this.table = table;
        this.life = life;
        this.kind = kind;
        this.name = table.name(life.index());
        this.fileName = fileName(name, table.era(life.index()));
        this.region = words.as(this);
    }

    /** The name of an object's files. */
    public static String fileName(String name, int era) {
        return era == 0 ? SafeName.toFileName(name) : SafeName.toFileName(name) + "." + era;
    }

    public ObjectKind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    /** The name of its files. */
    public String fileName() {
        return fileName;
    }

    /** The object's words, from offset 0 on. */
    public MappedRegion region() {
        return region;
    }

    /** What tells this object from others that have, or had, its index. */
    public ObjectTable.Life life() {
        return life;
    }

    /** Whether the object was deleted. Asks the table; {@link #checkOpen} is quicker and may learn of it 50 ms later. */
    @Override
    public boolean isOver() {
        return !table.lasts(life);
    }

    @Override
    public void check() {
        if (isOver()) {
            throw deleted();
        }
    }

    /** Ends the use of the object in this process. */
    public void end() {
        isOver = true;
    }

    /** Throws if this process knows that the object was deleted, or has closed the session. */
    public void checkOpen() {
        if (isOver) {
            context.checkOpen();
            throw deleted();
        }
    }

    public ObjectDeletedException deleted() {
        return new ObjectDeletedException("the " + kind.title() + " was deleted, name=" + name);
    }

    /** Removes the object from the session; false if that was done before. */
    public boolean delete() {
        context.checkOpen();
        return context.objects().delete(life);
    }
}
