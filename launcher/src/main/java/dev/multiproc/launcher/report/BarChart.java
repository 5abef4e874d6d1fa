package dev.multiproc.launcher.report;

import java.util.List;

/** Bars side by side. */
public final class BarChart {
    private BarChart() {}

    /**
     * A bar.
     *
     * @param name below it
     * @param value its height, not negative
     */
    public record Bar(String name, long value) {}

    /** Draws bars; each tells its value when it is pointed at. */
    public static String of(List<Bar> bars) {
        long most = bars.stream().mapToLong(Bar::value).max().orElse(1);
        StringBuilder html = new StringBuilder("<div class=\"bars\">\n");
        for (Bar bar : bars) {
            String height = Html.number(100.0 * bar.value() / Math.max(1, most));
            html.append("<div title=\"")
                    .append(Html.text(bar.name() + ": " + bar.value()))
                    .append("\"><i style=\"height:")
                    .append(height)
                    .append("%\"></i><span>")
                    .append(Html.text(bar.name()))
                    .append("</span></div>\n");
        }
        return html.append("</div>\n").toString();
    }
}
