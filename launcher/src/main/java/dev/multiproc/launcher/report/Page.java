package dev.multiproc.launcher.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One HTML file that needs nothing else: no network, no script; in light and dark, at any width. Its sections appear in the order in
 * which they are added.
 */
public final class Page {
    private static final String STYLE = "report.css";

    private final String title;
    private final StringBuilder body = new StringBuilder();

    /** An empty page. */
    public Page(String title) {
        this.title = title;
    }

    /** A line below the title. */
    public Page note(String text) {
        body.append("<p class=\"note\">").append(Html.text(text)).append("</p>\n");
        return this;
    }

    /** A line about something that went wrong. */
    public Page problem(String text) {
        body.append("<p class=\"problem\">").append(Html.text(text)).append("</p>\n");
        return this;
    }

    /** Figures side by side, each a name and a value. */
    public Page tiles(List<List<String>> tiles) {
        body.append("<dl class=\"tiles\">\n");
        for (List<String> tile : tiles) {
            body.append("<div><dt>")
                    .append(Html.text(tile.get(0)))
                    .append("</dt><dd>")
                    .append(Html.text(tile.get(1)))
                    .append("</dd></div>\n");
        }
        body.append("</dl>\n");
        return this;
    }

    /** A picture under a heading. */
    public Page section(String heading, String picture) {
        body.append("<section><h2>")
                .append(Html.text(heading))
                .append("</h2>\n")
                .append(picture)
                .append("</section>\n");
        return this;
    }

    /** A table; its first row has the names of the columns. */
    public Page table(String heading, List<List<String>> rows) {
        StringBuilder table = new StringBuilder("<div class=\"scroll\"><table>\n");
        for (List<String> row : rows) {
            String tag = row == rows.get(0) ? "th" : "td";
            table.append("<tr>");
            for (String cell : row) {
                table.append('<')
                        .append(tag)
                        .append('>')
                        .append(Html.text(cell))
                        .append("</")
                        .append(tag)
                        .append('>');
            }
            table.append("</tr>\n");
        }
        return section(heading, table.append("</table></div>\n").toString());
    }

    /** The whole file. */
    public String text() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s</title>
                <style>
                %2$s</style>
                </head>
                <body>
                <h1>%1$s</h1>
                %3$s</body>
                </html>
                """
                .formatted(Html.text(title), style(), body);
    }

    private static String style() {
        try (InputStream stream = Objects.requireNonNull(Page.class.getResourceAsStream(STYLE), STYLE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
