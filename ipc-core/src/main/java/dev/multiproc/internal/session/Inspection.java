package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.inspect.DeadlockLink;
import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.inspect.InspectedObject;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.QueueContent;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.inspect.Wait;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.control.PlainFiles;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.live.ProcessProbe;
import dev.multiproc.internal.object.Inspected;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectWords;
import dev.multiproc.internal.object.SeenItems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads a session from a copy of its control file. */
final class Inspection implements SessionInspection {
    /** How often the file is copied in the hope of a copy in which no object was made or removed meanwhile. */
    private static final int COPIES = 10;

    private final Path directory;
    private final MappedRegion control;
    private final ObjectTable objectTable;
    private final ProcessTable processTable;
    private final Map<Integer, SeenObject> objectsByIndex = new TreeMap<>();
    private final Map<Integer, SeenProcess> processesBySlot = new TreeMap<>();

    private Inspection(Path directory, MappedRegion control) {
        this.directory = directory;
        this.control = control;
        objectTable = new ObjectTable(control);
        processTable = new ProcessTable(control);
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            if (objectTable.state(index) == ObjectTable.LIVE) {
                objectsByIndex.put(index, new SeenObject(objectTable.name(index), inspect(index)));
            }
        }
        for (int slot = 0; slot < processTable.limit(); slot++) {
            ProcessTable.Occupant occupant = processTable.occupant(slot);
            if (occupant.state() != ProcessTable.FREE) {
                processesBySlot.put(slot, new SeenProcess(slot, occupant, waits(slot, occupant)));
            }
        }
    }

    /**
     * Reads the session in a directory.
     *
     * @throws MultiprocessingException if there is none, or it is damaged or of another version
     */
    static Inspection of(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        Path file = new SessionDirectory(root).control();
        if (!Files.isRegularFile(file)) {
            throw noSession(root, null);
        }
        try {
            MappedRegion control = ControlFile.copy(file);
            for (int copies = 1; copies < COPIES && new ObjectTable(control).findDamage() != null; copies++) {
                control = ControlFile.copy(file);
            }
            ControlFile.checkObjects(control, file);
            new ObjectWords(control, new SessionDirectory(root).objects()).copyInto(control);
            return new Inspection(root, control);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw noSession(root, e);
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the session's control file", file, e);
        }
    }

    private static MultiprocessingException noSession(Path root, IOException cause) {
        return new MultiprocessingException(
                "there is no session that this user can read, path=" + root
                        + "; Multiprocessing.sessions finds the private ones, and a durable one is in the directory that"
                        + " Multiprocessing.open was given",
                cause);
    }

    /** The directories of the private sessions of a user, the oldest first. */
    static List<Path> sessions(Options options) {
        List<Path> found = new ArrayList<>();
        try {
            for (Path base : BaseDirectory.existing(options)) {
                addSessions(base, found);
            }
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "cannot look for sessions: " + e.getMessage() + "; see that this user may read their directory", e);
        }
        found.sort(Comparator.comparingLong(path -> path.toFile().lastModified()));
        return List.copyOf(found);
    }

    private static void addSessions(Path base, List<Path> found) throws IOException {
        try {
            for (String name : PlainFiles.list(base)) {
                Path entry = base.resolve(name);
                if (Files.isRegularFile(new SessionDirectory(entry).control())) {
                    found.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            // No session was ever made there.
        }
    }

    /**
     * Reads what went through a queue; see {@link dev.multiproc.Multiprocessing#history}.
     *
     * @throws NoSuchElementException if there is no queue of that name
     */
    void history(String queue, Consumer<? super HistoryEntry> visitor) {
        int index = objectTable.find(queue);
        ObjectKind kind =
                index < 0 ? null : ObjectKinds.find(objectTable.kind(index)).orElse(null);
        if (kind == null || !readHistory(kind, queue, visitor)) {
            throw new NoSuchElementException(
                    "the session has no queue of that name, name=" + queue + ", path=" + directory);
        }
    }

    private boolean readHistory(ObjectKind kind, String name, Consumer<? super HistoryEntry> visitor) {
        List<Path> directories = new ArrayList<>();
        addDirectory(name, directories);
        kind.partsOf(name).forEach(part -> addDirectory(part, directories));
        try {
            return kind.readHistory(directories, slot -> Optional.ofNullable(processesBySlot.get(slot)), visitor);
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the log of a queue", directories.get(0), e);
        }
    }

    private void addDirectory(String name, List<Path> directories) {
        int index = objectTable.find(name);
        if (index >= 0) {
            String fileName = ObjectPlace.fileName(name, objectTable.era(index));
            directories.add(new SessionDirectory(directory).queue(fileName));
        }
    }

    private Inspected inspect(int index) {
        int code = objectTable.kind(index);
        return ObjectKinds.find(code)
                .map(kind -> kind.inspect(control, ObjectTable.words(index)))
                .orElseGet(() -> Inspected.of("unknown, kind=" + code, Map.of()));
    }

    private List<Wait> waits(int slot, ProcessTable.Occupant occupant) {
        List<Wait> waits = new ArrayList<>();
        for (int cell = 0; cell < ControlDescriptor.SLOT_WAITS_COUNT && occupant.isOccupied(); cell++) {
            wait(processTable.wait(slot, cell)).ifPresent(waits::add);
        }
        return List.copyOf(waits);
    }

    private Optional<Wait> wait(int event) {
        if (event < ControlDescriptor.OBJECTS_OFFSET) {
            return Optional.empty();
        }
        int index = (event - ControlDescriptor.OBJECTS_OFFSET) / ControlDescriptor.OBJECT_LENGTH;
        SeenObject object = objectsByIndex.get(index);
        if (object == null) {
            return Optional.empty();
        }
        String purpose = ObjectKinds.find(objectTable.kind(index))
                .map(kind -> kind.waitPurpose(control, ObjectTable.words(index), event))
                .orElse("for");
        return Optional.of(new Wait(purpose, object));
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public boolean isDurable() {
        return (control.getInt(ControlDescriptor.FLAGS_OFFSET) & ControlDescriptor.FLAG_DURABLE) != 0;
    }

    @Override
    public Instant created() {
        return Instant.ofEpochMilli(control.getLong(ControlDescriptor.CREATED_MILLIS_OFFSET));
    }

    @Override
    public List<InspectedProcess> processes() {
        return List.copyOf(processesBySlot.values());
    }

    @Override
    public List<InspectedObject> objects() {
        return List.copyOf(objectsByIndex.values());
    }

    @Override
    public Optional<QueueContent> content(InspectedObject object, long takenFrom) {
        for (Map.Entry<Integer, SeenObject> entry : objectsByIndex.entrySet()) {
            if (entry.getValue() == object) {
                return items(entry.getKey(), takenFrom).map(this::content);
            }
        }
        return Optional.empty();
    }

    private Optional<SeenItems> items(int index, long takenFrom) {
        Optional<ObjectKind> kind = ObjectKinds.find(objectTable.kind(index));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        String fileName = ObjectPlace.fileName(objectTable.name(index), objectTable.era(index));
        try {
            return kind.get()
                    .items(
                            control,
                            ObjectTable.words(index),
                            new SessionDirectory(directory),
                            new ObjectKind.ItemsOf(fileName, takenFrom));
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the log of a queue", directory, e);
        }
    }

    private QueueContent content(SeenItems seen) {
        List<QueueContent.ItemInFlight> items = new ArrayList<>();
        for (SeenItems.Item item : seen.items()) {
            items.add(new QueueContent.ItemInFlight(
                    item.sequence(),
                    Optional.ofNullable(processesBySlot.get(item.slot())),
                    item.deliveries(),
                    time(item.putMillis())));
        }
        Map<InspectedProcess, Long> taken = new LinkedHashMap<>();
        seen.taken().bySlot().forEach((slot, count) -> {
            SeenProcess process = processesBySlot.get(slot);
            if (process != null) {
                taken.put(process, count);
            }
        });
        return new QueueContent(
                seen.inFlight(),
                seen.redelivered(),
                time(seen.oldestWaitingMillis()),
                List.copyOf(items),
                new QueueContent.Taken(seen.taken().end(), seen.taken().isKnown(), Collections.unmodifiableMap(taken)));
    }

    private static Optional<Instant> time(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    @Override
    public List<List<DeadlockLink>> deadlocks() {
        return DeadlockSearch.circles(processes());
    }

    @Override
    public String toString() {
        return "SessionInspection[directory=" + directory + ", processes=" + processes() + ", objects=" + objects()
                + "]";
    }

    private List<InspectedProcess> processes(Collection<Integer> slots) {
        List<InspectedProcess> found = new ArrayList<>();
        for (int slot : slots) {
            // Missing if it joined after the table of processes was copied, and before this object was.
            SeenProcess process = processesBySlot.get(slot);
            if (process != null) {
                found.add(process);
            }
        }
        return Collections.unmodifiableList(found);
    }

    private final class SeenProcess implements InspectedProcess {
        private final ProcessTable.Occupant occupant;
        private final String name;
        private final boolean isDaemon;
        private final State state;
        private final int restarts;
        private final List<Wait> waits;

        SeenProcess(int slot, ProcessTable.Occupant occupant, List<Wait> waits) {
            this.occupant = occupant;
            this.waits = waits;
            name = processTable.name(slot);
            isDaemon = processTable.isDaemon(slot);
            state = state(slot);
            restarts = processTable.restarts(slot);
        }

        private State state(int slot) {
            if (occupant.state() == ProcessTable.SWEPT || occupant.state() == ProcessTable.LEAVING) {
                return State.ENDED;
            }
            if (ControlFile.isNewBoot(control)) {
                return State.KILLED; // The pid is another process's since the machine was started again.
            }
            return occupant.pid() == 0
                    ? State.STARTING
                    : ProcessProbe.state(occupant.pid(), processTable.startTicks(slot), processTable.namespace(slot));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int restarts() {
            return restarts;
        }

        @Override
        public long pid() {
            return occupant.pid();
        }

        @Override
        public Optional<InspectedProcess> parent() {
            return Optional.ofNullable(processesBySlot.get(occupant.parent()));
        }

        @Override
        public boolean isDaemon() {
            return isDaemon;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public List<Wait> waits() {
            return waits;
        }

        @Override
        public String toString() {
            return name + " (pid " + pid() + ")";
        }
    }

    private final class SeenObject implements InspectedObject {
        private final String name;
        private final Inspected seen;

        SeenObject(String name, Inspected seen) {
            this.name = name;
            this.seen = seen;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String type() {
            return seen.type();
        }

        @Override
        public Map<String, Object> figures() {
            return Collections.unmodifiableMap(seen.figures());
        }

        @Override
        public List<InspectedProcess> holders() {
            return processes(seen.holders());
        }

        @Override
        public boolean isLock() {
            return seen.isLock();
        }

        @Override
        public String toString() {
            return type() + "[name=" + name + "]";
        }
    }
}
