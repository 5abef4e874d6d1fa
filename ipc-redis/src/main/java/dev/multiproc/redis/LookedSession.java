package dev.multiproc.redis;

import dev.multiproc.inspect.DeadlockLink;
import dev.multiproc.inspect.InspectedObject;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.QueueContent;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.inspect.Wait;
import dev.multiproc.redis.sync.Kind;
import dev.multiproc.redis.sync.SyncKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session at a server as it was at one moment, made of what {@code look.lua} answers. */
final class LookedSession implements SessionInspection {
    private static final String TAB = "\t";
    private static final int REST = -1;

    private final String place;
    private final Instant created;
    private final Map<String, LookedProcess> processes = new LinkedHashMap<>();
    private final List<LookedObject> objects = new ArrayList<>();

    LookedSession(String place, Instant created, String answer) {
        this.place = place;
        this.created = created;
        Map<Integer, Kind> kinds = new HashMap<>();
        RedisSession.kinds().forEach(kind -> kinds.put(kind.code(), kind));
        for (String line : answer.split("\n", REST)) {
            String[] words = line.split(TAB, REST);
            switch (words[0]) {
                case "p" ->
                    processes.put(
                            words[1], new LookedProcess(ProcessDetails.parse(line.split(TAB, 4)[3]), lease(words[2])));
                case "o" -> objects.add(new LookedObject(words[1], kinds.get(Integer.parseInt(words[2]))));
                case "f" -> last().figures.put(words[1], Long.parseLong(words[2]));
                case "h" -> hold(processes.get(words[1]));
                case "w" -> await(processes.get(words[1]), words[2]);
                case "v" -> LookedValue.add(last().figures, last().type(), words);
                default -> {}
            }
        }
    }

    /** Milliseconds that are left; below zero if there are none. */
    private static Duration lease(String milliseconds) {
        return Duration.ofMillis(Math.max(0, Long.parseLong(milliseconds)));
    }

    private LookedObject last() {
        return objects.get(objects.size() - 1);
    }

    /** Null for one that has ended meanwhile. */
    private void hold(LookedProcess process) {
        if (process != null && !last().holders.contains(process)) {
            last().holders.add(process);
        }
    }

    private void await(LookedProcess process, String purpose) {
        if (process != null) {
            process.waits.add(new Wait(purpose, last()));
        }
    }

    @Override
    public Path directory() {
        throw new UnsupportedOperationException("a session at a server has no directory, session=" + place);
    }

    @Override
    public String place() {
        return place;
    }

    /** Its objects live until they are deleted. */
    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Instant created() {
        return created;
    }

    @Override
    public List<InspectedProcess> processes() {
        return List.copyOf(processes.values());
    }

    @Override
    public List<InspectedObject> objects() {
        return List.copyOf(objects);
    }

    @Override
    public Optional<QueueContent> content(InspectedObject object, long takenFrom) {
        if (!(object.figures().get("in flight") instanceof Long inFlight)) {
            return Optional.empty();
        }
        QueueContent.Taken notCounted = new QueueContent.Taken(0, false, Map.of());
        return Optional.of(new QueueContent(inFlight, 0, Optional.empty(), List.of(), notCounted));
    }

    /** It is not looked for circles. */
    @Override
    public List<List<DeadlockLink>> deadlocks() {
        return List.of();
    }

    private static final class LookedProcess implements InspectedProcess {
        private final ProcessDetails details;
        private final Duration lease;
        private final List<Wait> waits = new ArrayList<>();

        LookedProcess(ProcessDetails details, Duration lease) {
            this.details = details;
            this.lease = lease;
        }

        @Override
        public String name() {
            return details.name();
        }

        @Override
        public long pid() {
            return details.pid();
        }

        /** It is not known at the server. */
        @Override
        public Optional<InspectedProcess> parent() {
            return Optional.empty();
        }

        @Override
        public boolean isDaemon() {
            return false;
        }

        @Override
        public State state() {
            if (lease.isZero()) {
                return State.KILLED;
            }
            if (!details.isOfThisHost()) {
                return State.UNKNOWN;
            }
            return ProcessHandle.of(details.pid())
                            .filter(ProcessHandle::isAlive)
                            .isPresent()
                    ? State.RUNNING
                    : State.KILLED;
        }

        @Override
        public int restarts() {
            return 0;
        }

        @Override
        public List<Wait> waits() {
            return Collections.unmodifiableList(waits);
        }

        @Override
        public String host() {
            return details.isOfThisHost() ? "" : details.hostName();
        }

        @Override
        public Optional<Duration> leaseLeft() {
            return Optional.of(lease);
        }
    }

    private static final class LookedObject implements InspectedObject {
        private final String name;
        private final Kind kind;
        private final Map<String, Object> figures = new LinkedHashMap<>();
        private final List<InspectedProcess> holders = new ArrayList<>();

        LookedObject(String name, Kind kind) {
            this.name = name;
            this.kind = kind;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String type() {
            return kind == null ? "unknown" : kind.title();
        }

        @Override
        public Map<String, Object> figures() {
            return Collections.unmodifiableMap(figures);
        }

        @Override
        public List<InspectedProcess> holders() {
            return Collections.unmodifiableList(holders);
        }

        @Override
        public boolean isLock() {
            return kind == SyncKind.LOCK || kind == SyncKind.READ_WRITE_LOCK;
        }
    }
}
