package dev.multiproc.internal.object;

import dev.multiproc.internal.control.SetAside;
import java.io.IOException;
import java.util.List;

/**
 * What was found in the files of a shared object of a durable session that no process uses. The object is changed only by {@link
 * #salvage}, and when it is rebuilt; see {@link SharedObject#rebuild}.
 */
public interface ObjectSurvey {
    /** Whether the object cannot be used as it is. */
    boolean isDamaged();

    /**
     * Refuses a damaged object.
     *
     * @throws dev.multiproc.MultiprocessingException if it is damaged; says what is wrong, and where
     */
    void check();

    /**
     * Saves what is readable of a damaged object, so that it can be used again, and sets the rest aside.
     *
     * @param removal removes the object from the session, if nothing of it can be kept
     * @return a report: one line each for what was damaged, kept and set aside
     */
    List<String> salvage(SetAside aside, Runnable removal) throws IOException;
}
