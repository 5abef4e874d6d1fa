package dev.multiproc.internal.object;

import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.internal.control.MappedRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A kind of shared object: what can be known of it without a session. Each package with shared objects has an enum of its kinds,
 * and an {@link ObjectFamily} that attaches to objects of these kinds.
 */
public interface ObjectKind {
    /** The kind's code in the object table. Never reused for another kind, since durable sessions keep old codes. */
    int code();

    /** The kind of the object that a handle of this kind leads to: another one if the handle is of a part of it. */
    default ObjectKind whole() {
        return this;
    }

    /** The public type. */
    String title();

    /**
     * Describes an object.
     *
     * @param control the control file, or a copy
     * @param base the offset of the object's counters in it
     */
    default Inspected inspect(MappedRegion control, int base) {
        return Inspected.of(title(), Map.of());
    }

    /**
     * Looks at the items of an object that has such, in files that other processes may be changing.
     *
     * @param control a copy of the control file
     * @param base the offset of the object's counters in it
     * @param at the name of the object's files, and the number of the item from which on it is counted who has taken them
     * @return empty if objects of this kind have no items, or what is in the files cannot be told just now
     * @throws IOException if the files cannot be read
     */
    default Optional<SeenItems> items(MappedRegion control, int base, SessionFiles files, ItemsOf at)
            throws IOException {
        return Optional.empty();
    }

    /**
     * Examines what the files of an object hold, in a durable session that no process uses. Changes nothing.
     *
     * @param words the object's words, from offset 0 on
     * @param fileName the name of the object's files
     * @param isNewBoot whether the machine was restarted since the session was used, so that data that was not yet on disk may be
     *     lost
     * @return what was found; null if objects of this kind need no examination
     */
    default ObjectSurvey survey(
            String name, MappedRegion words, SessionFiles files, String fileName, boolean isNewBoot) {
        return null;
    }

    /**
     * Reads what went through an object, from its files, which others may be using. Changes nothing.
     *
     * @param directories where the object's files are, and then those of its {@linkplain #partsOf parts} that exist
     * @param processes the process in a slot
     * @return false if nothing goes through objects of this kind
     */
    default boolean readHistory(
            List<Path> directories,
            IntFunction<Optional<InspectedProcess>> processes,
            Consumer<? super HistoryEntry> visitor)
            throws IOException {
        return false;
    }

    /**
     * The names of the objects that belong to an object of this kind, and are deleted with it. They may not exist.
     *
     * @param name the object's
     */
    default List<String> partsOf(String name) {
        return List.of();
    }

    /**
     * The name of the object without which an object of this kind cannot be, where that is written in its words; empty if it does
     * not depend on another.
     *
     * @param region the object's words, at an offset
     */
    default Optional<String> ownerOf(MappedRegion region, int base) {
        return Optional.empty();
    }

    /** Whether objects of this kind have such an owner. */
    default boolean hasOwner() {
        return false;
    }

    /**
     * What a thread waits for at an object of this kind, worded to precede the object's name: "to take from".
     *
     * @param event the offset of the counter that the thread waits on
     */
    default String waitPurpose(MappedRegion control, int base, int event) {
        return "for";
    }

    /** Of which files the items are looked at, and from which number on it is counted who has taken them. */
    record ItemsOf(String fileName, long takenFrom) {}
}
