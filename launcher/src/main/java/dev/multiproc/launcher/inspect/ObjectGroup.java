package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.InspectedObject;

/** Kinds of shared objects that are shown together. */
enum ObjectGroup {
    QUEUES("queue"),
    PIPES("pipe"),
    SYNCHRONIZERS("lock or other"),
    /** Pools and managers write what they do into such, and so may any program. */
    FIGURES("pool, manager or other"),
    MEMORY("value or array");

    private final String heading;

    ObjectGroup(String heading) {
        this.heading = heading;
    }

    /** The title of the column of names. */
    String heading() {
        return heading;
    }

    static ObjectGroup of(InspectedObject object) {
        return switch (object.type()) {
            case "SharedQueue", "JoinableQueue" -> QUEUES;
            case "Pipe" -> PIPES;
            case "SharedLock",
                    "SharedCondition",
                    "SharedSemaphore",
                    "SharedEvent",
                    "SharedLatch",
                    "SharedBarrier",
                    "SharedReadWriteLock" -> SYNCHRONIZERS;
            case "SharedFigures" -> FIGURES;
            default -> MEMORY;
        };
    }
}
