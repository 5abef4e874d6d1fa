package dev.multiproc.internal.object;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.DirectorySync;
import dev.multiproc.internal.control.Existence;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.FreeRoom;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.control.PlainFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The words of a session's objects. The first object at each index has them in the control file; a later one has a file {@code
 * objects/INDEX-GENERATION.words} of its own, made before the object is published and deleted with it.
 */
public final class ObjectWords {
    static final String SUFFIX = ".words";
    private static final int LENGTH = ControlDescriptor.OBJECT_LENGTH - ControlDescriptor.OBJECT_WORDS_OFFSET;

    private final MappedRegion control;
    private final Path directory;

    /**
     * Of a session.
     *
     * @param directory where the files are
     */
    public ObjectWords(MappedRegion control, Path directory) {
        this.control = control;
        this.directory = directory;
    }

    /** Words of an object, which may still be part of the control file. */
    record Words(MappedRegion file, int offset, int origin) {
        MappedRegion as(Existence existence) {
            return offset != 0 ? file.part(offset, LENGTH, existence) : file.inPlaceOf(origin, existence);
        }
    }

    private static boolean areInControl(ObjectTable.Life life) {
        return life.generation() == 1;
    }

    private Path file(ObjectTable.Life life) {
        return directory.resolve(fileName(life));
    }

    private static String fileName(ObjectTable.Life life) {
        return life.index() + "-" + life.generation() + SUFFIX;
    }

    /** Makes the words of a new object, all of them zero. */
    void make(ObjectTable.Life life) {
        if (!areInControl(life)) {
            try {
                // With all its bytes: an access to a hole in a full file system ends in SIGBUS.
                PlainFiles.write(file(life), new byte[LENGTH]);
            } catch (IOException e) {
                throw MissingFile.isGone(directory)
                        ? MissingFile.exception(directory, e)
                        : FreeRoom.trouble("another shared object", directory, LENGTH, e);
            }
            ObjectKillPoint.OBJECT_WORDS_MADE.here();
        }
    }

    /**
     * Maps the words of an object.
     *
     * @throws NoSuchFileException if it was deleted, or its file was
     */
    Words map(ObjectTable.Life life) throws NoSuchFileException {
        int origin = ObjectTable.words(life.index());
        if (areInControl(life)) {
            return new Words(control, origin, origin);
        }
        MappedRegion file = MappedRegion.map(file(life));
        if (file.length() != LENGTH) {
            throw new MultiprocessingException(damage(file(life), file.length()));
        }
        return new Words(file, 0, origin);
    }

    private static String damage(Path file, long length) {
        return "the words of a shared object are damaged: the file's length is " + length + ", not " + LENGTH
                + ", path=" + file + "; put a copy of the session in its place";
    }

    /** The exception for an object whose file is missing though it was not deleted. */
    MultiprocessingException missing(ObjectTable.Life life, NoSuchFileException cause) {
        return MissingFile.exception(file(life), cause);
    }

    /** Deletes the words of a deleted object. */
    void delete(ObjectTable.Life life) {
        if (!areInControl(life)) {
            deleteFile(file(life));
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw FileTrouble.of("cannot delete the words of a shared object", file, e);
        }
    }

    /** Deletes the files whose makers died before they published the object. Called under the lock of the tables. */
    void deleteStray(ObjectTable table) {
        String[] names;
        try {
            names = PlainFiles.list(directory);
        } catch (NoSuchFileException e) {
            // The session is being removed.
            return;
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the directory of shared objects", directory, e);
        }
        for (String name : names) {
            if (name.endsWith(SUFFIX) && !isOfLiving(table, name)) {
                deleteFile(directory.resolve(name));
            }
        }
    }

    private static boolean isOfLiving(ObjectTable table, String file) {
        int dash = file.indexOf('-');
        int index = dash <= 0 ? -1 : Integer.parseInt(file.substring(0, dash));
        return index >= 0 && table.state(index) == ObjectTable.LIVE && file.equals(fileName(table.life(index)));
    }

    /** The words of an object, or a copy of them. */
    MappedRegion read(ObjectTable.Life life) throws IOException {
        if (areInControl(life)) {
            return control.part(ObjectTable.words(life.index()), LENGTH, Existence.ENDLESS);
        }
        MappedRegion copy = MappedRegion.onHeapOutside(LENGTH);
        byte[] bytes = PlainFiles.read(file(life));
        copy.putBytes(0, bytes, 0, Math.min(bytes.length, LENGTH));
        return copy;
    }

    MultiprocessingException unreadable(ObjectTable.Life life, IOException cause) {
        return FileTrouble.of("cannot read the words of a shared object", file(life), cause);
    }

    /** Waits until the words of an object are on the disk. */
    void sync(MappedRegion words) {
        words.force(0, LENGTH);
        try {
            DirectorySync.sync(directory);
        } catch (IOException e) {
            throw FileTrouble.of("cannot write the directory of shared objects to the disk", directory, e);
        }
    }

    /** Copies what lies in files to the places in a copy of the control file, for those who only look. */
    public void copyInto(MappedRegion copy) {
        ObjectTable table = new ObjectTable(copy);
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            ObjectTable.Life life = table.life(index);
            if (table.state(index) == ObjectTable.LIVE && !areInControl(life)) {
                copy(life, copy);
            }
        }
    }

    private void copy(ObjectTable.Life life, MappedRegion copy) {
        byte[] bytes = new byte[LENGTH];
        try {
            byte[] found = PlainFiles.read(file(life));
            System.arraycopy(found, 0, bytes, 0, Math.min(found.length, LENGTH));
        } catch (IOException e) {
            // It was deleted meanwhile: it is shown as new.
        }
        copy.putBytes(ObjectTable.words(life.index()), bytes);
    }

    /**
     * The first living object whose words are missing or cut short, in a session that nobody uses; -1 if there is none. After a
     * crash of the machine that can be an object that was made or deleted just before.
     */
    public int findLost() {
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            if (isLost(index)) {
                return index;
            }
        }
        return -1;
    }

    /** Whether an object is in the table, and its words are missing or cut short. */
    public boolean isLost(int index) {
        ObjectTable table = new ObjectTable(control);
        ObjectTable.Life life = table.life(index);
        return table.state(index) == ObjectTable.LIVE
                && !areInControl(life)
                && file(life).toFile().length() != LENGTH;
    }

    /** Says what is wrong with the words of an object. */
    public String describeLost(int index) {
        ObjectTable table = new ObjectTable(control);
        return "the words of a shared object are missing or cut short, name=" + table.name(index) + ", file="
                + file(table.life(index));
    }

    /** The words of an object of a session that nobody uses, whose table was checked. */
    public MappedRegion of(int index) {
        ObjectTable.Life life = new ObjectTable(control).life(index);
        try {
            return map(life).as(Existence.ENDLESS);
        } catch (NoSuchFileException e) {
            throw missing(life, e);
        }
    }
}
