package dev.multiproc.launcher.top;

import dev.multiproc.launcher.args.EnumConverter;
import dev.multiproc.launcher.top.Sample.ProcessRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** By what the processes are sorted. */
enum Order {
    /** As they were started. */
    START((first, second) -> 0),
    CPU(descending(process -> process.cpuPercent().orElse(-1))),
    MEMORY(descending(process -> process.memoryBytes().orElse(-1))),
    ITEMS(descending(process -> process.itemsPerSecond().orElse(-1))),
    AGE(descending(process -> process.itemSeconds().orElse(-1))),
    NAME(Comparator.comparing(ProcessRow::name));

    private final Comparator<ProcessRow> comparator;

    Order(Comparator<ProcessRow> comparator) {
        this.comparator = comparator;
    }

    /** A number of a process. */
    private interface Figure {
        double of(ProcessRow process);
    }

    private static Comparator<ProcessRow> descending(Figure figure) {
        return (first, second) -> Double.compare(figure.of(second), figure.of(first));
    }

    List<ProcessRow> sorted(List<ProcessRow> processes) {
        return processes.stream().sorted(comparator).toList();
    }

    Order next() {
        return values()[(ordinal() + 1) % values().length];
    }

    /** The name as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses it from the command line. */
    static final class Converter extends EnumConverter<Order> {
        Converter() {
            super(Order.class);
        }
    }
}
