package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedFigures;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Named figures at the server. */
final class RedisFigures implements SharedFigures, Serializable {
    private static final long serialVersionUID = 1L;
    private static final String SEPARATOR = "\n";

    private final transient Cells cells;
    private final transient List<String> titles;

    RedisFigures(Cells cells, List<String> titles) {
        this.cells = cells;
        this.titles = titles;
    }

    static void check(List<String> titles) {
        if (titles.isEmpty() || titles.size() > MAX_COUNT) {
            throw new IllegalArgumentException("there are 1 to " + MAX_COUNT + " figures, but not " + titles.size());
        }
        for (String title : titles) {
            int bytes = title.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > MAX_TITLE_BYTES) {
                throw new IllegalArgumentException("a figure's name takes 1 to " + MAX_TITLE_BYTES
                        + " bytes of UTF-8, name=" + title + ", bytes=" + bytes);
            }
        }
    }

    static String join(List<String> titles) {
        return String.join(SEPARATOR, titles);
    }

    static List<String> split(String joined) {
        return List.of(joined.split(SEPARATOR));
    }

    @Override
    public String name() {
        return cells.name();
    }

    @Override
    public List<String> titles() {
        return titles;
    }

    private int check(int index) {
        return Objects.checkIndex(index, titles.size());
    }

    @Override
    public long get(int index) {
        return cells.getLong(check(index));
    }

    @Override
    public void set(int index, long value) {
        cells.setLong(check(index), value);
    }

    @Override
    public void add(int index, long delta) {
        long unused = cells.addLong(check(index), delta);
    }

    @Override
    public boolean delete() {
        return cells.delete();
    }

    /** It is serialized as a handle to itself. */
    private Object writeReplace() {
        return cells.handle();
    }

    @Override
    public String toString() {
        return "SharedFigures[name=" + name() + ", titles=" + titles + "]";
    }
}
