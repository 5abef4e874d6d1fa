package dev.multiproc.launcher.demo;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Suggests names for a misspelt one.
 *
 * @param known all valid names
 */
record SimilarNames(List<String> known) {
    private static final int MAX_SUGGESTIONS = 4;
    private static final int MAX_EDITS = 2;

    /**
     * The names that begin with the given one or differ from it by at most two edits. If there are none, the names that
     * contain it or are contained in it. The most similar names come first.
     */
    List<String> to(String given) {
        List<String> near = closest(given, name -> name.startsWith(given) || edits(given, name) <= MAX_EDITS);
        return near.isEmpty() ? closest(given, name -> name.contains(given) || given.contains(name)) : near;
    }

    private List<String> closest(String given, Predicate<String> isNear) {
        return known.stream()
                .filter(isNear)
                .sorted(Comparator.comparingInt(name -> edits(given, name)))
                .limit(MAX_SUGGESTIONS)
                .toList();
    }

    /** The Levenshtein distance of two names. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int change = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(change, 1 + Math.min(row[column - 1], row[column]));
            }
        }
        return row[to.length()];
    }
}
