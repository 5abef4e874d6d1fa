package dev.multiproc.internal.pipe;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.object.HasHandle;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectSurvey;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Pipe;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;

/** A pipe; see {@link PipeDescriptor}. One object per pipe and process, also in processes that have no end of it. */
final class MappedPipe implements SharedObject, Pipe, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int ENDS = 2;

    private final transient PipeFamily family;
    private final transient ObjectPlace place;
    private final transient MappedRegion words;
    private final transient Direction[] directions = new Direction[ENDS];
    private final transient Holders[] holders = new Holders[ENDS];
    private final transient Holders keepers;
    private final transient boolean isOneWay;
    /** This process's ends; null for one that it never had. Guarded by this. */
    private final transient MappedEnd[] ends = new MappedEnd[ENDS];
    /** Null until bytes are sent or received. */
    private transient volatile Ring[] rings;

    MappedPipe(PipeFamily family, ObjectPlace place) {
        this.family = family;
        this.place = place;
        words = place.region();
        isOneWay = words.getInt(PipeDescriptor.ONE_WAY_OFFSET) != 0;
        ProcessTable processes = new ProcessTable(family.context().control());
        for (int i = 0; i < ENDS; i++) {
            directions[i] = new Direction(this, words, i, family.context().waits());
            holders[i] = new Holders(words, PipeDescriptor.holders(i), processes);
        }
        keepers = new Holders(words, PipeDescriptor.KEEPERS_OFFSET, processes);
    }

    /**
     * Writes the words of a new pipe, whose ends its maker has. It has them before others see the pipe: who sweeps a dead process
     * deletes pipes that nobody has.
     */
    static void initialize(MappedRegion words, boolean isOneWay, int maker) {
        words.setInt(PipeDescriptor.RING_LENGTH_OFFSET, PipeDescriptor.RING_LENGTH);
        words.setInt(PipeDescriptor.ONE_WAY_OFFSET, isOneWay ? 1 : 0);
        for (int end = 0; end < ENDS; end++) {
            Holders.add(words, PipeDescriptor.holders(end), maker);
        }
        Holders.add(words, PipeDescriptor.KEEPERS_OFFSET, maker);
    }

    static int fileLength(boolean isOneWay) {
        return (isOneWay ? 1 : ENDS) * PipeDescriptor.RING_LENGTH;
    }

    PipeFamily family() {
        return family;
    }

    /** This process's slot. */
    int slot() {
        return family.context().slot();
    }

    boolean isOneWay() {
        return isOneWay;
    }

    Direction direction(int number) {
        return directions[number];
    }

    Holders holders(int end) {
        return holders[end];
    }

    /** Throws if the session is closed, or this process knows that the pipe was deleted. */
    void checkOpen() {
        place.checkOpen();
    }

    Ring ring(int direction) {
        Ring[] known = rings;
        return (known != null ? known : map())[direction];
    }

    private synchronized Ring[] map() {
        if (rings == null) {
            try {
                MappedRegion file = family.files().map(place.fileName(), fileLength(isOneWay));
                int length = PipeDescriptor.RING_LENGTH;
                rings = new Ring[] {new Ring(file, 0, length), new Ring(file, isOneWay ? 0 : length, length)};
            } catch (NoSuchFileException e) {
                place.check();
                throw family.files().gone(place.fileName(), e);
            }
        }
        return rings;
    }

    // ---------------------------------------------------------------- who has the ends

    /** What a handle of a kind stands for, in this process from now on. */
    synchronized HasHandle arrive(PipeKind kind) {
        if (kind == PipeKind.PIPE) {
            take(0);
            take(1);
            return this;
        }
        return take(kind == PipeKind.FIRST_END ? 0 : 1);
    }

    private MappedEnd take(int end) {
        if (ends[end] == null || ends[end].isClosed()) {
            ends[end] = new MappedEnd(this, end);
        }
        hold(end, slot());
        return ends[end];
    }

    /** From now on a process has an end. */
    void hold(int end, int slot) {
        keepers.add(slot);
        holders[end].add(slot);
    }

    /** A process no longer has an end, though it may get it again. */
    void letGo(int end, int slot) {
        holders[end].remove(slot);
        directions[0].signalAll();
        directions[1].signalAll();
    }

    /** Takes back {@link #hold} for a child that was not started. */
    void takeBack(int end, int slot) {
        holders[end].remove(slot);
        keepers.remove(slot);
        directions[0].signalAll();
        directions[1].signalAll();
    }

    /** An end was closed in this process; the last one to close an end deletes the pipe. */
    void closed(int end) {
        letGo(end, slot());
        synchronized (this) {
            for (MappedEnd each : ends) {
                if (each != null && !each.isClosed()) {
                    return;
                }
            }
            keepers.remove(slot());
        }
        deleteIfUnused();
    }

    private void deleteIfUnused() {
        if (keepers.isEmpty() && !place.isOver()) {
            place.delete();
        }
    }

    // ---------------------------------------------------------------- Pipe

    @Override
    public synchronized Connection first() {
        return ends[0];
    }

    @Override
    public synchronized Connection second() {
        return ends[1];
    }

    @Override
    public void close() {
        MappedEnd first;
        MappedEnd second;
        synchronized (this) {
            first = ends[0];
            second = ends[1];
        }
        first.close();
        second.close();
    }

    // ---------------------------------------------------------------- SharedObject

    @Override
    public PipeKind kind() {
        return PipeKind.PIPE;
    }

    @Override
    public String name() {
        return place.name();
    }

    @Override
    public void recover(int deadSlot) {
        directions[0].recover(deadSlot);
        directions[1].recover(deadSlot);
    }

    @Override
    public void sweep(int deadSlot) {
        holders[0].sweep(deadSlot);
        holders[1].sweep(deadSlot);
        keepers.sweep(deadSlot);
        directions[0].sweep(deadSlot);
        directions[1].sweep(deadSlot);
        deleteIfUnused();
    }

    /** A pipe does not outlive its processes: {@link #settle} deletes it. */
    @Override
    public void rebuild(ObjectSurvey survey, boolean isNewBoot) {
        holders[0].clear();
        holders[1].clear();
        keepers.clear();
    }

    @Override
    public void settle() {
        place.delete();
    }

    /** Nothing to release: the file is unmapped when nothing refers to it any more. */
    @Override
    public void detach() {}

    private Object writeReplace() throws ObjectStreamException {
        MappedEnd first;
        MappedEnd second;
        synchronized (this) {
            first = ends[0];
            second = ends[1];
        }
        if (first == null || second == null) {
            throw new InvalidObjectException("this process does not have both ends, name=" + name());
        }
        Object handle = family.context().handle(PipeKind.PIPE, name());
        first.leaves();
        second.leaves();
        return handle;
    }

    @Override
    public String toString() {
        return "Pipe[name=" + name() + "]";
    }
}
