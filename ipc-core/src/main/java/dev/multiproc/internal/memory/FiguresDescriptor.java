package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.memory.SharedFigures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of figures in the object table.
 *
 * <pre>
 *  0       4       8
 *  +-------+-------+----------------------------+
 *  | count |       | 16 values                  |
 *  +-------+-------+----------------------------+
 *  at 136: 16 names of 40 bytes each: a length, and so many bytes of UTF-8
 *
 *  field  | written by                 | order    | if the writer dies here
 *  count  | creator, before publishing | plain    | the object's index is free
 *  values | any process                | volatile | the old or the new value
 *  names  | creator, before publishing | plain    | the object's index is free
 * </pre>
 *
 * <p>Native byte order.
 */
final class FiguresDescriptor {
    static final int FIGURE_COUNT_OFFSET = 0;
    static final int VALUES_OFFSET = 2 * Integer.BYTES;
    static final int TITLES_OFFSET = VALUES_OFFSET + SharedFigures.MAX_COUNT * Long.BYTES;
    static final int TITLE_LENGTH = 1 + SharedFigures.MAX_TITLE_BYTES;

    private FiguresDescriptor() {}

    /** Throws if there are too many, or a name is too long. */
    static void check(List<String> titles) {
        if (titles.isEmpty() || titles.size() > SharedFigures.MAX_COUNT) {
            throw new IllegalArgumentException(
                    "there are 1 to " + SharedFigures.MAX_COUNT + " figures, but not " + titles.size());
        }
        for (String title : titles) {
            int bytes = title.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > SharedFigures.MAX_TITLE_BYTES) {
                throw new IllegalArgumentException("a figure's name takes 1 to " + SharedFigures.MAX_TITLE_BYTES
                        + " bytes of UTF-8, name=" + title + ", bytes=" + bytes);
            }
        }
    }

    static int value(int index) {
        return VALUES_OFFSET + index * Long.BYTES;
    }

    /** Writes all but the values, which are 0. */
    static void initialize(MappedRegion words, List<String> titles) {
        for (int i = 0; i < titles.size(); i++) {
            byte[] text = titles.get(i).getBytes(StandardCharsets.UTF_8);
            byte[] title = new byte[1 + text.length];
            title[0] = (byte) text.length;
            System.arraycopy(text, 0, title, 1, text.length);
            words.putBytes(TITLES_OFFSET + i * TITLE_LENGTH, title);
        }
        words.setInt(FIGURE_COUNT_OFFSET, titles.size());
    }

    /** Reads the names in the words that begin at an offset, whatever the words are. */
    static List<String> titles(MappedRegion region, int base) {
        int count = Math.max(0, Math.min(SharedFigures.MAX_COUNT, region.getInt(base + FIGURE_COUNT_OFFSET)));
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] title = region.getBytes(base + TITLES_OFFSET + i * TITLE_LENGTH, TITLE_LENGTH);
            int length = Math.max(0, Math.min(SharedFigures.MAX_TITLE_BYTES, title[0]));
            titles.add(new String(title, 1, length, StandardCharsets.UTF_8));
        }
        return List.copyOf(titles);
    }
}
