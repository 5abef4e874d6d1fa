package dev.multiproc.internal.session;

import dev.multiproc.Options;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.object.Inspected;
import dev.multiproc.internal.object.ObjectWords;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session as seen from outside. It is read from a copy of the control file, so the session is not disturbed, and may also be
 * stopped or dead. What its processes change while the file is copied may be inconsistent.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class Inspection {
    private static final Path PROCESSES = Path.of("/proc");

    private final Path directory;
    private final boolean isDurable;
    private final long createdMillis;
    private final List<Member> members = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();

    /**
     * A process of the session.
     *
     * @param state starting, running, stopped, ended or killed
     * @param parent the slot of the process that started it; -1 if that process is gone, or not in the session
     */
    public record Member(
            int slot, String name, long pid, int parent, boolean isDaemon, String state, List<Wait> waits) {}

    /**
     * What a thread waits for.
     *
     * @param purpose reads well before the object's name, as in "to take from"
     * @param object the name of a shared object
     */
    public record Wait(String purpose, String object) {
        @Override
        public String toString() {
            return purpose + " " + object;
        }
    }

    /** A shared object. */
    public record Item(String name, Inspected what) {}

    /** A process in a circle of processes that wait for each other: it holds the lock that the process before it waits for. */
    public record Link(Member member, String holds, String waitsFor) {}

    private Inspection(Path directory, MappedRegion control) {
        this.directory = directory;
        isDurable = (control.getInt(ControlDescriptor.FLAGS_OFFSET) & ControlDescriptor.FLAG_DURABLE) != 0;
        createdMillis = control.getLong(ControlDescriptor.CREATED_MILLIS_OFFSET);
        ObjectTable objects = new ObjectTable(control);
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            if (objects.state(index) == ObjectTable.LIVE) {
                items.add(new Item(objects.name(index), inspect(control, objects, index)));
            }
        }
        ProcessTable processes = new ProcessTable(control);
        for (int slot = 0; slot < processes.limit(); slot++) {
            if (processes.state(slot) != ProcessTable.FREE) {
                members.add(member(control, processes, objects, slot));
            }
        }
    }

    /** Reads the control file in a session's directory. */
    public static Inspection of(Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        SessionDirectory session = new SessionDirectory(root);
        MappedRegion copy = ControlFile.copy(session.control());
        new ObjectWords(copy, session.objects()).copyInto(copy);
        return new Inspection(root, copy);
    }

    /** The directories of the private sessions of a user, the oldest first. */
    public static List<Path> sessions(Options options) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path base : BaseDirectory.existing(options)) {
            addSessions(base, found);
        }
        found.sort(Comparator.comparingLong(path -> path.toFile().lastModified()));
        return found;
    }

    private static void addSessions(Path base, List<Path> found) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(base)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(new SessionDirectory(entry).control())) {
                    found.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            // No session was ever made there.
        }
    }

    private static Inspected inspect(MappedRegion control, ObjectTable objects, int index) {
        int code = objects.kind(index);
        return ObjectKinds.find(code)
                .map(kind -> kind.inspect(control, ObjectTable.words(index)))
                .orElseGet(() -> Inspected.of("unknown, kind=" + code, Map.of()));
    }

    private static Member member(MappedRegion control, ProcessTable processes, ObjectTable objects, int slot) {
        ProcessTable.Occupant occupant = processes.occupant(slot);
        List<Wait> waits = new ArrayList<>();
        for (int cell = 0; cell < ControlDescriptor.SLOT_WAITS_COUNT && occupant.isOccupied(); cell++) {
            wait(control, objects, processes.wait(slot, cell)).ifPresent(waits::add);
        }
        return new Member(
                slot,
                processes.name(slot),
                occupant.pid(),
                occupant.parent(),
                processes.isDaemon(slot),
                state(occupant),
                waits);
    }

    private static Optional<Wait> wait(MappedRegion control, ObjectTable objects, int event) {
        int index = (event - ControlDescriptor.OBJECTS_OFFSET) / ControlDescriptor.OBJECT_LENGTH;
        if (event < ControlDescriptor.OBJECTS_OFFSET
                || index >= ControlDescriptor.OBJECT_COUNT
                || objects.state(index) != ObjectTable.LIVE) {
            return Optional.empty();
        }
        String purpose = ObjectKinds.find(objects.kind(index))
                .map(kind -> kind.waitPurpose(control, ObjectTable.words(index), event))
                .orElse("for");
        return Optional.of(new Wait(purpose, objects.name(index)));
    }

    private static String state(ProcessTable.Occupant occupant) {
        if (occupant.state() == ProcessTable.SWEPT) {
            return "ended";
        }
        if (occupant.pid() == 0) {
            return "starting";
        }
        try {
            String stat = Files.readString(
                    PROCESSES.resolve(Long.toString(occupant.pid())).resolve("stat"));
            return switch (stat.charAt(stat.lastIndexOf(')') + 2)) {
                case 'T', 't' -> "stopped";
                case 'Z', 'X' -> "killed";
                default -> "running";
            };
        } catch (IOException e) {
            boolean isAlive = !Files.isDirectory(PROCESSES)
                    && ProcessHandle.of(occupant.pid())
                            .filter(ProcessHandle::isAlive)
                            .isPresent();
            return isAlive ? "running" : "killed";
        }
    }

    public Path directory() {
        return directory;
    }

    public boolean isDurable() {
        return isDurable;
    }

    /** As of {@link System#currentTimeMillis}. */
    public long createdMillis() {
        return createdMillis;
    }

    public List<Member> members() {
        return List.copyOf(members);
    }

    public List<Item> items() {
        return List.copyOf(items);
    }

    /** The name and pid of the process in a slot. */
    public String describe(int slot) {
        return members.stream()
                .filter(member -> member.slot() == slot)
                .map(member -> member.name() + " (pid " + member.pid() + ")")
                .findFirst()
                .orElse("slot " + slot);
    }

    /**
     * The circles of processes that each hold a lock which another of the circle waits for. A circle is not certainly a deadlock:
     * in a process with several threads, the thread that holds the lock need not be the one that waits.
     */
    public List<List<Link>> deadlocks() {
        List<List<Link>> circles = new ArrayList<>();
        for (Member first : members) {
            follow(first, first, new ArrayList<>(), circles);
        }
        return circles;
    }

    private void follow(Member first, Member waiter, List<Link> path, List<List<Link>> circles) {
        for (Wait wait : waiter.waits()) {
            for (Member holder : holders(wait.object())) {
                String holds = path.isEmpty() ? "" : path.get(path.size() - 1).waitsFor();
                path.add(new Link(waiter, holds, wait.object()));
                boolean isKnown = path.stream().anyMatch(link -> link.member().equals(holder));
                if (holder.equals(first)) {
                    // What the first one holds is what the last one waits for.
                    List<Link> circle = new ArrayList<>(path);
                    circle.set(0, new Link(first, wait.object(), path.get(0).waitsFor()));
                    circles.add(circle);
                } else if (!isKnown && holder.slot() > first.slot()) {
                    // Only through higher slots, so each circle is found once, from its lowest slot.
                    follow(first, holder, path, circles);
                }
                path.remove(path.size() - 1);
            }
        }
    }

    private List<Member> holders(String lock) {
        return items.stream()
                .filter(item -> item.name().equals(lock) && item.what().isLock())
                .flatMap(item -> item.what().holders().stream())
                .flatMap(slot -> members.stream().filter(member -> member.slot() == slot))
                .toList();
    }
}
