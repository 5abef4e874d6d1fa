package dev.multiproc.pool;

import dev.multiproc.Preload;
import java.io.Serializable;

/**
 * Classes that a worker loads and initializes before its first task.
 *
 * @param classNames their names, one a line
 * @param isRequired whether a failure fails the worker; else it only says so
 * @param isSilent whether it does not even say so
 */
record WorkerPreload(String classNames, boolean isRequired, boolean isSilent) implements Serializable {
    private static final String SEPARATOR = "\n";

    static WorkerPreload of(Preload preload) {
        return new WorkerPreload(
                String.join(SEPARATOR, preload.classNames()),
                preload.onError() == Preload.OnError.FAIL,
                preload.onError() == Preload.OnError.IGNORE);
    }

    void run() throws ClassNotFoundException {
        if (classNames.isEmpty()) {
            return;
        }
        for (String name : classNames.split(SEPARATOR, -1)) {
            try {
                Class.forName(name, true, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                if (isRequired) {
                    throw e;
                }
                if (!isSilent) {
                    System.err.println("a pool's worker cannot preload a class: " + e);
                }
            }
        }
    }
}
