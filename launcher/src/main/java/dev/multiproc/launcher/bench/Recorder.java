package dev.multiproc.launcher.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;

/** Collects the figures of scenarios. */
final class Recorder {
    /** Identifies a figure. */
    record Key(String peer, String scenario, String metric) implements Serializable {}

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();
    private final ObjDoubleConsumer<Key> listener;

    /**
     * Creates a recorder.
     *
     * @param listener called with each figure when it is recorded
     */
    Recorder(ObjDoubleConsumer<Key> listener) {
        this.listener = listener;
    }

    void add(String peer, String scenario, String metric, double value) {
        add(new Key(peer, scenario, metric), value);
    }

    void add(Key key, double value) {
        values.computeIfAbsent(key, unused -> new ArrayList<>()).add(value);
        listener.accept(key, value);
    }

    /** Formats a figure as {@code peer TAB scenario TAB metric TAB value}. */
    static String line(Key key, double value) {
        return String.join("\t", key.peer(), key.scenario(), key.metric(), number(value)) + "\n";
    }

    /** Adds the rates of a repetition, in items and in bytes per second. */
    void addRate(String peer, String scenario, long items, long bytes, long nanos) {
        double seconds = nanos / 1e9;
        add(peer, scenario, "items_per_s", items / seconds);
        add(peer, scenario, "MB_per_s", bytes / seconds / 1e6);
    }

    /** Adds the median and the 99th percentile of latencies. */
    void addLatencies(String peer, String scenario, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        add(peer, scenario, "p50_us", sorted[sorted.length / 2] / 1e3);
        add(peer, scenario, "p99_us", sorted[(int) (sorted.length * 0.99)] / 1e3);
    }

    Map<Key, List<Double>> values() {
        return values;
    }

    static double median(List<Double> list) {
        List<Double> sorted = list.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    static String number(double value) {
        return Math.abs(value) >= 1000 ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%.4g", value);
    }
}
