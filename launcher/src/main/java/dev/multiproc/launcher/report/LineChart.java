package dev.multiproc.launcher.report;

import java.util.List;

/** A line over time, as SVG that takes the width there is; its texts are HTML, so that they keep their size. */
public final class LineChart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 300;
    private static final int TICKS = 4;

    private LineChart() {}

    /**
     * A point of the line.
     *
     * @param seconds when
     * @param value not negative
     */
    public record Point(double seconds, double value) {}

    /**
     * Draws a line.
     *
     * @param name what it shows, for those who cannot see it
     * @param points in the order of time
     * @param lastSeconds where the axis ends
     */
    public static String of(String name, List<Point> points, double lastSeconds) {
        double most = points.stream().mapToDouble(Point::value).max().orElse(0);
        double top = Math.max(1e-9, niceAbove(most));
        double last = Math.max(1e-9, lastSeconds);
        StringBuilder line = new StringBuilder();
        for (Point point : points) {
            line.append(line.length() == 0 ? "M" : "L")
                    .append(Html.number(point.seconds() / last * WIDTH))
                    .append(' ')
                    .append(Html.number(HEIGHT - point.value() / top * HEIGHT));
        }
        String area = points.isEmpty()
                ? ""
                : line + "L" + Html.number(points.get(points.size() - 1).seconds() / last * WIDTH) + " " + HEIGHT + "L"
                        + Html.number(points.get(0).seconds() / last * WIDTH) + " " + HEIGHT + "Z";
        return """
                <div class="chart"><div class="y">%s</div>
                <svg viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-label="%s">
                %s<path class="area" d="%s"/><path class="line" d="%s"/>
                </svg><div class="x">%s</div></div>
                """
                .formatted(yLabels(top), WIDTH, HEIGHT, Html.text(name), grid(), area, line, xLabels(last));
    }

    /** A number of one or two digits with zeros, that four ticks divide well. */
    private static double niceAbove(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1e-9, value))));
        for (double step : new double[] {1, 1.2, 1.6, 2, 3, 4, 6, 8}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String grid() {
        StringBuilder grid = new StringBuilder();
        for (int tick = 0; tick <= TICKS; tick++) {
            String y = Html.number((double) HEIGHT * tick / TICKS);
            grid.append("<path class=\"grid\" d=\"M0 ")
                    .append(y)
                    .append('H')
                    .append(WIDTH)
                    .append("\"/>\n");
        }
        return grid.toString();
    }

    private static String yLabels(double top) {
        StringBuilder labels = new StringBuilder();
        for (int tick = TICKS; tick >= 0; tick--) {
            labels.append("<span>").append(Html.amount(top * tick / TICKS)).append("</span>");
        }
        return labels.toString();
    }

    static String xLabels(double last) {
        StringBuilder labels = new StringBuilder();
        for (int tick = 0; tick <= TICKS; tick++) {
            labels.append("<span>").append(Html.seconds(last * tick / TICKS)).append("</span>");
        }
        return labels.toString();
    }
}
