package dev.multiproc.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Detects, while an object is written, whether {@link DeserializationLimits} might reject it when it is read. The check
 * costs almost nothing but may suspect objects that are within the limits; a suspected object is read on trial.
 *
 * <p>The depth of an object is estimated from the depth of the stack, which is checked from time to time: between two
 * checks it cannot grow by more levels than objects were written.
 */
final class WatchedObjectOutput extends ObjectOutputStream {
    /** The one class that has more elements than it writes. */
    private static final Class<?> COPIES = Collections.nCopies(1, 1).getClass();

    private static final int OBJECTS_A_LOOK = 256;
    private static final int TABLES_A_LOOK = 8;
    /** An array within an array takes two frames. */
    private static final int FRAMES_A_LEVEL = 2;

    private static final int MANY_FRAMES = (DeserializationLimits.MAX_DEPTH - OBJECTS_A_LOOK) * FRAMES_A_LEVEL;
    /** A hash table within a hash table takes more than ten frames. */
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

    /** Called for each object; replaces nothing. */
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

    /** Whether an object that was written as this many bytes may be rejected. */
    boolean isSuspicious(int bytes) {
        return isDeep
                || announced > DeserializationLimits.slots(bytes)
                || objects > DeserializationLimits.MAX_REFERENCES / 2;
    }
}
