package dev.multiproc.launcher.top;

import dev.multiproc.launcher.output.Bytes;
import dev.multiproc.launcher.top.Sample.FigureRow;
import dev.multiproc.launcher.top.Sample.LockRow;
import dev.multiproc.launcher.top.Sample.ProcessRow;
import dev.multiproc.launcher.top.Sample.QueueRow;
import dev.multiproc.launcher.top.Sample.WaitRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A sample as tables of text. What is not known is a hyphen. */
final class SampleText {
    private static final String UNKNOWN = "-";
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final double TEN = 10;

    private SampleText() {}

    /** All of it, below each other. */
    static List<String> lines(Sample sample, Order order) {
        List<String> lines = new ArrayList<>();
        lines.add(title(sample));
        lines.add("");
        lines.addAll(processes(order.sorted(sample.processes())));
        lines.addAll(rest(sample));
        return lines;
    }

    static String title(Sample sample) {
        long working = sample.processes().stream()
                .filter(process -> process.activity().equals("working"))
                .count();
        return (sample.isDurable() ? "durable" : "private") + " session " + sample.directory() + ": "
                + sample.processes().size() + " processes, " + working + " working";
    }

    /** A line of titles, then one line for each process. */
    static List<String> processes(List<ProcessRow> processes) {
        TextTable table = new TextTable(
                "PROCESS", " PID", "STATE", " CPU%", " MEMORY", " RESTARTS", " ITEMS/S", " HAS", " ITEM'S AGE");
        for (ProcessRow process : processes) {
            table.add(
                    process.name(),
                    Long.toString(process.pid()),
                    process.activity(),
                    rate(process.cpuPercent()),
                    process.memoryBytes().isPresent()
                            ? Bytes.text(process.memoryBytes().getAsLong())
                            : UNKNOWN,
                    Integer.toString(process.restarts()),
                    rate(process.itemsPerSecond()),
                    Integer.toString(process.itemsHeld()),
                    duration(process.itemSeconds()));
        }
        return table.lines();
    }

    /** The tables below that of the processes, those that are not empty, each after an empty line. */
    static List<String> rest(Sample sample) {
        List<String> lines = new ArrayList<>();
        sample.deadlocks().forEach(circle -> add(lines, List.of("DEADLOCK: " + circle)));
        addTable(lines, queues(sample));
        addTable(lines, locks(sample));
        addTable(lines, waits(sample));
        addTable(lines, figures(sample));
        return lines;
    }

    private static void addTable(List<String> lines, TextTable table) {
        if (!table.isEmpty()) {
            add(lines, table.lines());
        }
    }

    private static void add(List<String> lines, List<String> more) {
        lines.add("");
        lines.addAll(more);
    }

    private static TextTable queues(Sample sample) {
        TextTable table = new TextTable(
                "QUEUE",
                " DEPTH",
                " IN FLIGHT",
                " OLDEST",
                " PUT/S",
                " TAKEN/S",
                " TIME LEFT",
                " REDELIVERED",
                " DEAD");
        for (QueueRow queue : sample.queues()) {
            table.add(
                    queue.name(),
                    Long.toString(queue.depth()),
                    number(queue.inFlight()),
                    duration(queue.oldestSeconds()),
                    rate(queue.putPerSecond()),
                    rate(queue.takenPerSecond()),
                    duration(queue.secondsLeft()),
                    number(queue.redelivered()),
                    Long.toString(queue.dead()));
        }
        return table;
    }

    private static TextTable locks(Sample sample) {
        TextTable table = new TextTable("LOCK OR OTHER", "TYPE", "FIGURES", " WAITERS", " LONGEST WAIT", "OWNER");
        for (LockRow lock : sample.locks()) {
            table.add(
                    lock.name(),
                    lock.type(),
                    figures(lock.figures()),
                    Integer.toString(lock.waiters()),
                    duration(lock.longestWaitSeconds()),
                    lock.holders().isEmpty() ? UNKNOWN : String.join(", ", lock.holders()));
        }
        return table;
    }

    private static TextTable waits(Sample sample) {
        TextTable table = new TextTable("WHO WAITS", " PID", " FOR", "WHAT", "HELD BY");
        for (WaitRow wait : sample.waits()) {
            table.add(
                    wait.process(),
                    Long.toString(wait.pid()),
                    duration(OptionalLong.of(wait.seconds())),
                    wait.purpose() + " " + wait.object(),
                    wait.blockers().isEmpty() ? UNKNOWN : String.join(", ", wait.blockers()));
        }
        return table;
    }

    private static TextTable figures(Sample sample) {
        TextTable table = new TextTable("POOL, MANAGER OR OTHER", "FIGURES");
        for (FigureRow row : sample.figures()) {
            table.add(row.name(), figures(row.figures()));
        }
        return table;
    }

    private static String figures(Map<String, Object> figures) {
        return figures.isEmpty()
                ? UNKNOWN
                : figures.entrySet().stream()
                        .map(figure -> figure.getValue() instanceof Boolean
                                ? (figure.getValue().equals(true) ? "" : "not ") + figure.getKey()
                                : figure.getValue() + " " + figure.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : UNKNOWN;
    }

    private static String rate(OptionalDouble rate) {
        return rate.isEmpty()
                ? UNKNOWN
                : String.format(Locale.ROOT, rate.getAsDouble() < TEN ? "%.1f" : "%.0f", rate.getAsDouble());
    }

    static String duration(OptionalLong seconds) {
        if (seconds.isEmpty()) {
            return UNKNOWN;
        }
        long all = seconds.getAsLong();
        if (all < MINUTE) {
            return all + "s";
        }
        if (all < HOUR) {
            return all / MINUTE + "m" + all % MINUTE + "s";
        }
        return all < DAY ? all / HOUR + "h" + all % HOUR / MINUTE + "m" : all / DAY + "d" + all % DAY / HOUR + "h";
    }
}
