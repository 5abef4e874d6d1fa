package dev.multiproc;

import java.io.Serializable;

/**
 * The work of a child process: a lambda, a method reference, or a record that implements this interface.
 *
 * <p>It is serialized in the parent when the child is started, and run in a new JVM. Captured plain values must be
 * serializable and are copied; captured queues and other shared objects of the same session refer to the same object in
 * the child. It corresponds to {@code target} of Python's {@code multiprocessing.Process}.
 */
@FunctionalInterface
public interface ProcessTask extends Serializable {
    /**
     * Does the work, in the child.
     *
     * @throws Exception if the task fails; the child then ends with exit code 1, and the stack trace goes to the
     *     child's standard error and to {@link ChildProcess#failure()} in the parent
     */
    void run() throws Exception;
}
