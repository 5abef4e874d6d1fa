package dev.multiproc.launcher.report;

import java.util.List;

/** A row for each process, with what it went through. */
public final class TimeLine {
    private TimeLine() {}

    /**
     * A time in which a process was at work.
     *
     * @param from seconds
     * @param to seconds
     * @param fault what was wrong with its end; null if nothing
     */
    public record Span(double from, double to, String fault) {}

    /**
     * A row.
     *
     * @param name of the process
     * @param spans one more than there were restarts
     */
    public record Row(String name, List<Span> spans) {}

    /** Draws the rows; faults are marked, and told when they are pointed at. */
    public static String of(List<Row> rows, double lastSeconds) {
        double last = Math.max(1e-9, lastSeconds);
        StringBuilder html = new StringBuilder("<div class=\"times\">\n");
        for (Row row : rows) {
            html.append("<div class=\"name\">").append(Html.text(row.name())).append("</div><div class=\"track\">");
            for (Span span : row.spans()) {
                append(html, row.name(), span, last);
            }
            html.append("</div>\n");
        }
        return html.append("<div></div><div class=\"x\">")
                .append(LineChart.xLabels(last))
                .append("</div></div>\n")
                .toString();
    }

    private static void append(StringBuilder html, String name, Span span, double last) {
        String title = name + ": " + Html.seconds(span.from()) + " to " + Html.seconds(span.to())
                + (span.fault() == null ? "" : ", " + span.fault());
        html.append("<i title=\"")
                .append(Html.text(title))
                .append("\" style=\"left:")
                .append(Html.number(span.from() / last * 100))
                .append("%;width:")
                .append(Html.number(Math.max(0, span.to() - span.from()) / last * 100))
                .append("%\"></i>");
        if (span.fault() != null) {
            html.append("<b title=\"")
                    .append(Html.text(title))
                    .append("\" style=\"left:")
                    .append(Html.number(span.to() / last * 100))
                    .append("%\">\u2715<span>")
                    .append(Html.text(span.fault()))
                    .append("</span></b>");
        }
    }
}
