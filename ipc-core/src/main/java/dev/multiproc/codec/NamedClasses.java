package dev.multiproc.codec;

import java.util.Arrays;

/**
 * The classes named so far in one item, in order, so that each name is written only once. Encoder and decoder keep the
 * same list.
 */
final class NamedClasses {
    /** Further classes are named each time: searching a longer list would take longer than writing the name. */
    private static final int MAX_CLASSES = 64;

    private static final int INITIAL_CLASSES = 4;

    private Class<?>[] classes;
    private int count;

    /** The class's index, or -1 if it has not been named. */
    int indexOf(Class<?> type) {
        for (int i = 0; i < count; i++) {
            if (classes[i] == type) {
                return i;
            }
        }
        return -1;
    }

    void add(Class<?> type) {
        if (count == MAX_CLASSES) {
            return;
        }
        if (classes == null) {
            classes = new Class<?>[INITIAL_CLASSES];
        } else if (count == classes.length) {
            classes = Arrays.copyOf(classes, 2 * count);
        }
        classes[count++] = type;
    }

    Class<?> get(long index) {
        if (index < 0 || index >= count) {
            throw CodecException.damaged("class " + index + " of " + count);
        }
        return classes[(int) index];
    }
}
