package dev.multiproc.launcher.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats the figures as text: the median, minimum and maximum of the repetitions of each figure. */
final class FigureTable {
    private FigureTable() {}

    static String plain(Recorder recorder) {
        String head = String.format(
                Locale.ROOT,
                "%-22s %-34s %-14s %12s %12s %12s%n",
                "scenario",
                "peer",
                "metric",
                "median",
                "min",
                "max");
        return head
                + rows(
                        recorder,
                        (key, list) -> String.format(
                                Locale.ROOT,
                                "%-22s %-34s %-14s %12s %12s %12s%n",
                                key.scenario(),
                                key.peer(),
                                key.metric(),
                                median(list),
                                min(list),
                                max(list)));
    }

    static String markdown(Recorder recorder) {
        return "| scenario | peer | metric | median | min | max |\n| --- | --- | --- | ---: | ---: | ---: |\n"
                + rows(
                        recorder,
                        (key, list) -> "| "
                                + String.join(
                                        " | ",
                                        key.scenario(),
                                        key.peer(),
                                        key.metric(),
                                        median(list),
                                        min(list),
                                        max(list))
                                + " |\n");
    }

    /** Names are not escaped, because none of them has a character that JSON requires to be escaped. */
    static String json(Recorder recorder) {
        return recorder.values().entrySet().stream()
                .map(entry -> json(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    private static String json(Recorder.Key key, List<Double> list) {
        return "{\"scenario\": \"" + key.scenario() + "\", \"peer\": \"" + key.peer() + "\", \"metric\": \""
                + key.metric()
                + "\", \"values\": "
                + list.stream().map(Recorder::number).collect(Collectors.joining(", ", "[", "]")) + "}";
    }

    private interface Row {
        String of(Recorder.Key key, List<Double> list);
    }

    private static String rows(Recorder recorder, Row row) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Recorder.Key, List<Double>> entry : recorder.values().entrySet()) {
            text.append(row.of(entry.getKey(), entry.getValue()));
        }
        return text.toString();
    }

    private static String median(List<Double> list) {
        return Recorder.number(Recorder.median(list));
    }

    private static String min(List<Double> list) {
        return Recorder.number(list.stream().mapToDouble(d -> d).min().orElseThrow());
    }

    private static String max(List<Double> list) {
        return Recorder.number(list.stream().mapToDouble(d -> d).max().orElseThrow());
    }
}
