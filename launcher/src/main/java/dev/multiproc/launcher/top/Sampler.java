package dev.multiproc.launcher.top;

import dev.multiproc.inspect.InspectedObject;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.QueueContent;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.inspect.Wait;
import dev.multiproc.launcher.inspect.SessionView;
import dev.multiproc.launcher.top.Sample.FigureRow;
import dev.multiproc.launcher.top.Sample.LockRow;
import dev.multiproc.launcher.top.Sample.ProcessRow;
import dev.multiproc.launcher.top.Sample.QueueRow;
import dev.multiproc.launcher.top.Sample.WaitRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes samples of a session, one after the other, and compares each with the one before. Used by one thread. */
final class Sampler {
    private static final String DEAD = "!dead";
    private static final Set<String> SYNCHRONIZERS = Set.of(
            "SharedLock",
            "SharedReadWriteLock",
            "SharedSemaphore",
            "SharedCondition",
            "SharedEvent",
            "SharedLatch",
            "SharedBarrier");
    /** Figures with a pid and one of these say how much that process has done. */
    private static final List<String> DONE_TITLES = List.of("items", "tasks");

    private final Rates rates = new Rates();
    private final Map<String, Long> waitingSinceNanos = new HashMap<>();
    private SessionInspection session;
    private Map<String, QueueContent> contents = Map.of();
    /** By the names of queues: up to which item they had been taken at the look before. */
    private Map<String, Long> takenUpTo = Map.of();
    /** How many items processes have taken since the look before; empty if that is not known. */
    private Optional<Map<Long, Long>> takenByPid = Optional.empty();
    /** Those that have ever taken an item: for others a rate says nothing. */
    private final Set<Long> takers = new HashSet<>();

    private Instant now = Instant.EPOCH;
    private long nowNanos;

    /** Looks at a session and describes it; empty if it has ended. */
    Optional<Sample> next(SessionView view) {
        return view.look().map(this::next);
    }

    /** Describes the session as it was inspected just now. */
    Sample next(SessionInspection inspected) {
        session = inspected;
        now = Instant.now();
        nowNanos = System.nanoTime();
        rates.begin(nowNanos);
        contents = contents();
        takenByPid = takenByPid();
        List<WaitRow> waits = waits();
        Sample sample = new Sample(
                session.place(),
                session.isDurable(),
                session.created(),
                processes(),
                queues(),
                locks(waits),
                waits,
                figures(),
                session.deadlocks().stream()
                        .map(circle -> circle.stream().map(Object::toString).collect(Collectors.joining("; ")))
                        .toList());
        rates.end();
        return sample;
    }

    private Map<String, QueueContent> contents() {
        Map<String, QueueContent> found = new HashMap<>();
        for (InspectedObject object : session.objects()) {
            session.content(object, takenUpTo.getOrDefault(object.name(), Long.MAX_VALUE))
                    .ifPresent(content -> found.put(object.name(), content));
        }
        return found;
    }

    private Optional<Map<Long, Long>> takenByPid() {
        Map<Long, Long> taken = new HashMap<>();
        Map<String, Long> upTo = new HashMap<>();
        boolean isKnown = true;
        for (Map.Entry<String, QueueContent> entry : contents.entrySet()) {
            QueueContent.Taken inQueue = entry.getValue().taken();
            upTo.put(entry.getKey(), inQueue.end());
            isKnown &= inQueue.isKnown() && takenUpTo.containsKey(entry.getKey());
            inQueue.byProcess().forEach((process, count) -> taken.merge(process.pid(), count, Long::sum));
        }
        // A queue that could not be looked at this time.
        isKnown &= upTo.keySet().containsAll(takenUpTo.keySet());
        takenUpTo = upTo;
        takers.addAll(taken.keySet());
        return isKnown ? Optional.of(taken) : Optional.empty();
    }

    private List<ProcessRow> processes() {
        Map<Long, Long> done = doneByPid();
        List<ProcessRow> rows = new ArrayList<>();
        for (InspectedProcess process : session.processes()) {
            List<QueueContent.ItemInFlight> held = contents.values().stream()
                    .flatMap(content -> content.items().stream())
                    .filter(item -> item.holder().filter(process::equals).isPresent())
                    .toList();
            OptionalLong age = held.stream()
                    .flatMap(item -> item.put().stream())
                    .mapToLong(this::age)
                    .max();
            long pid = process.pid();
            boolean isHere = process.host().isEmpty();
            rows.add(new ProcessRow(
                    isHere ? process.name() : process.name() + " at " + process.host(),
                    pid,
                    process.parent().isPresent()
                            ? OptionalLong.of(process.parent().get().pid())
                            : OptionalLong.empty(),
                    activity(process),
                    isHere ? rates.percent("cpu " + pid, ProcessFigures.cpuSeconds(pid)) : OptionalDouble.empty(),
                    isHere ? ProcessFigures.memoryBytes(pid) : OptionalLong.empty(),
                    process.restarts(),
                    done.containsKey(pid)
                            ? rates.perSecond("done " + pid, (double) done.get(pid))
                            : takenPerSecond(pid),
                    held.size(),
                    age));
        }
        return List.copyOf(rows);
    }

    private OptionalDouble takenPerSecond(long pid) {
        return takers.contains(pid) && takenByPid.isPresent()
                ? rates.ofGrowth((double) takenByPid.get().getOrDefault(pid, 0L))
                : OptionalDouble.empty();
    }

    private static String activity(InspectedProcess process) {
        if (process.state() != InspectedProcess.State.RUNNING) {
            return process.state().name().toLowerCase(Locale.ROOT);
        }
        return process.waits().isEmpty() ? "working" : "waiting";
    }

    private Map<Long, Long> doneByPid() {
        Map<Long, Long> done = new HashMap<>();
        for (InspectedObject object : session.objects()) {
            Map<String, Object> figures = object.figures();
            for (String title : DONE_TITLES) {
                if (figures.get("pid") instanceof Number pid && figures.get(title) instanceof Number count) {
                    done.merge(pid.longValue(), count.longValue(), Long::sum);
                }
            }
        }
        return done;
    }

    private List<QueueRow> queues() {
        Map<String, Long> waiting = new HashMap<>();
        for (InspectedObject object : session.objects()) {
            if (object.figures().get("waiting") instanceof Number depth) {
                waiting.put(object.name(), depth.longValue());
            }
        }
        List<QueueRow> rows = new ArrayList<>();
        for (InspectedObject object : session.objects()) {
            boolean isQueue = waiting.containsKey(object.name())
                    && object.figures().get("put") instanceof Number
                    && !object.name().endsWith(DEAD);
            if (isQueue) {
                rows.add(queue(object, waiting.getOrDefault(object.name() + DEAD, number(object, "dead letters"))));
            }
        }
        return List.copyOf(rows);
    }

    private QueueRow queue(InspectedObject object, long dead) {
        long depth = number(object, "waiting");
        long put = number(object, "put");
        long taken = put - depth - number(object, "delayed");
        OptionalDouble putRate = rates.perSecond("put " + object.name(), (double) put);
        OptionalDouble takenRate = rates.perSecond("taken " + object.name(), (double) taken);
        Optional<QueueContent> content = Optional.ofNullable(contents.get(object.name()));
        double shrinks = takenRate.orElse(0) - putRate.orElse(0);
        Optional<Instant> oldest = content.flatMap(QueueContent::oldestWaiting);
        return new QueueRow(
                object.name(),
                object.type(),
                depth,
                content.isPresent() ? OptionalLong.of(content.get().inFlight()) : OptionalLong.empty(),
                oldest.isPresent() ? OptionalLong.of(age(oldest.get())) : OptionalLong.empty(),
                putRate,
                takenRate,
                depth > 0 && shrinks > 0 ? OptionalLong.of(Math.round(depth / shrinks)) : OptionalLong.empty(),
                content.isPresent() ? OptionalLong.of(content.get().redelivered()) : OptionalLong.empty(),
                dead);
    }

    private static long number(InspectedObject object, String title) {
        return object.figures().get(title) instanceof Number number ? number.longValue() : 0;
    }

    private List<LockRow> locks(List<WaitRow> waits) {
        List<LockRow> rows = new ArrayList<>();
        for (InspectedObject object : session.objects()) {
            if (SYNCHRONIZERS.contains(object.type())) {
                List<WaitRow> here = waits.stream()
                        .filter(wait -> wait.object().equals(object.name()))
                        .toList();
                rows.add(new LockRow(
                        object.name(),
                        object.type(),
                        object.figures(),
                        names(object.holders()),
                        here.size(),
                        here.stream().mapToLong(WaitRow::seconds).max()));
            }
        }
        return List.copyOf(rows);
    }

    private List<WaitRow> waits() {
        Map<String, Long> since = new HashMap<>();
        List<WaitRow> rows = new ArrayList<>();
        for (InspectedProcess process : session.processes()) {
            for (Wait wait : process.waits()) {
                String key = process.pid() + " " + wait;
                long begin = waitingSinceNanos.getOrDefault(key, nowNanos);
                since.put(key, begin);
                List<InspectedProcess> blockers = wait.object().holders().stream()
                        .filter(holder -> !holder.equals(process))
                        .toList();
                rows.add(new WaitRow(
                        process.name(),
                        process.pid(),
                        wait.purpose(),
                        wait.object().name(),
                        wait.object().isLock() ? names(blockers) : List.of(),
                        Duration.ofNanos(nowNanos - begin).toSeconds()));
            }
        }
        waitingSinceNanos.clear();
        waitingSinceNanos.putAll(since);
        return List.copyOf(rows);
    }

    private static List<String> names(List<InspectedProcess> processes) {
        return processes.stream()
                .map(process -> process.name() + " (" + process.pid() + ")")
                .toList();
    }

    private List<FigureRow> figures() {
        return session.objects().stream()
                .filter(object -> object.type().equals("SharedFigures"))
                .map(object -> new FigureRow(object.name(), object.figures()))
                .toList();
    }

    private long age(Instant since) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }
}
