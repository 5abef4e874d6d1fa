package dev.multiproc.launcher.top;

import dev.multiproc.launcher.args.EnumConverter;
import dev.multiproc.launcher.top.Sample.ProcessRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** By what the processes are sorted. */
enum Order {
    /** As they were started. */
    START,
    CPU,
    MEMORY,
    ITEMS,
    AGE,
    NAME;

    List<ProcessRow> sorted(List<ProcessRow> processes) {
        Comparator<ProcessRow> order = this == NAME
                ? Comparator.comparing(ProcessRow::name)
                : Comparator.comparingDouble(this::figure).reversed();
        return processes.stream().sorted(order).toList();
    }

    /** The number by which they are sorted, the greatest first; what is not known comes last. */
    private double figure(ProcessRow process) {
        return switch (this) {
            case START, NAME -> 0;
            case CPU -> process.cpuPercent().orElse(-1);
            case MEMORY -> process.memoryBytes().orElse(-1);
            case ITEMS -> process.itemsPerSecond().orElse(-1);
            case AGE -> process.itemSeconds().orElse(-1);
        };
    }

    Order next() {
        List<Order> all = List.of(values());
        return all.get((all.indexOf(this) + 1) % all.size());
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
