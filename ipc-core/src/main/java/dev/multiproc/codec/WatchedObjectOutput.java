package dev.multiproc.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees while an object is written whether {@link DeserializationLimits} might refuse it when it is read. It may suspect
 * what is within the limits; it costs next to nothing, and what it suspects is read on trial.
 *
 * <p>The depth of an object is told by the depth of the stack, which is looked at now and then: between two looks it cannot grow
 * by more levels than objects were written.
 */
final class WatchedObjectOutput extends ObjectOutputStream {
    /** The one class that has more elements than it writes. */
    private static final Class<?> COPIES = Collections.nCopies(1, 1).getClass();

    private static final int OBJECTS_A_LOOK = 256;
    private static final int TABLES_A_LOOK = 8;
    /** An array in an array takes two. */
    private static final int FRAMES_A_LEVEL = 2;

    private static final int MANY_FRAMES = (DeserializationLimits.MAX_DEPTH - OBJECTS_A_LOOK) * FRAMES_A_LEVEL;
    /** A table in a table takes more than ten. */
    private static final int MANY_FRAMES_OF_TABLES =
            (DeserializationLimits.MAX_NESTED_HASH_TABLES - TABLES_A_LOOK) * 10;

    private long objects;
    private int tables;
    private long announced;
    private boolean isDeep;

    WatchedObjectOutput(OutputStream out) throws IOException {
        super(out);
        enableReplaceObject(true);
    }

    /** Replaces nothing. */
    @Override
    protected Object replaceObject(Object object) {
        objects++;
        if (objects % OBJECTS_A_LOOK == 0) {
            look(MANY_FRAMES);
        }
        if (object instanceof Map || object instanceof Set) {
            tables++;
            if (tables % TABLES_A_LOOK == 0 && tables >= DeserializationLimits.MAX_NESTED_HASH_TABLES - TABLES_A_LOOK) {
                look(MANY_FRAMES_OF_TABLES);
            }
        } else if (object.getClass() == COPIES) {
            announced += ((List<?>) object).size();
        }
        return object;
    }

    private void look(int manyFrames) {
        isDeep = isDeep
                || StackWalker.getInstance()
                        .walk(frames -> frames.skip(manyFrames).findFirst())
                        .isPresent();
    }

    /** Whether the object, which made so many bytes, may be refused. */
    boolean isSuspicious(int bytes) {
        return isDeep
                || announced > DeserializationLimits.slots(bytes)
                || objects > DeserializationLimits.MAX_REFERENCES / 2;
    }
}
