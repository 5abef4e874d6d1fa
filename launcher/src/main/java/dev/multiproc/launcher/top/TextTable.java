package dev.multiproc.launcher.top;

import java.util.ArrayList;
import java.util.List;

/** A table of text: columns as wide as their widest cell; columns whose title begins with a space hold numbers, at the right. */
final class TextTable {
    private static final int GAP = 2;
    private static final int MAX_CELL = 40;

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... titles) {
        this.titles = List.of(titles);
    }

    void add(String... cells) {
        List<String> row = new ArrayList<>();
        for (int column = 0; column < cells.length; column++) {
            // The last column may be as long as the line is.
            row.add(column == cells.length - 1 ? cells[column] : TextWidth.cut(cells[column], MAX_CELL));
        }
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The line of titles, then a line for each row. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(titles.stream().map(String::strip).toList()));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < titles.size(); column++) {
            String cell = cells.get(column);
            line.append(
                    titles.get(column).startsWith(" ")
                            ? TextWidth.padLeft(cell, width(column))
                            : TextWidth.padRight(cell, width(column)));
            line.append(" ".repeat(GAP));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = TextWidth.of(titles.get(column).strip());
        for (List<String> row : rows) {
            width = Math.max(width, TextWidth.of(row.get(column)));
        }
        return width;
    }
}
