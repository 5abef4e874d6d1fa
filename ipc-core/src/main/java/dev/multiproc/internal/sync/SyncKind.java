package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import java.util.Map;

/** The kinds of synchronizers in the object table: 10 to 29. */
enum SyncKind implements ObjectKind {
    LOCK(10, "SharedLock", "for") {
        @Override
        SharedObject attach(SessionContext context, String name, int base) {
            return new MappedLock(context, name, base);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return new Inspected(title(), Map.of(), SyncInspection.writer(control, base), true);
        }
    },

    CONDITION(11, "SharedCondition", "for a signal of") {
        @Override
        SharedObject attach(SessionContext context, String name, int base) {
            return new MappedCondition(context, name, base);
        }
    },

    SEMAPHORE(12, "SharedSemaphore", "for a permit of") {
        @Override
        SharedObject attach(SessionContext context, String name, int base) {
            return new MappedSemaphore(context, name, base);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return SyncInspection.semaphore(control, base);
        }
    },

    EVENT(13, "SharedEvent", "for") {
        @Override
        SharedObject attach(SessionContext context, String name, int base) {
            return new MappedEvent(context, name, base);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return Inspected.of(title(), Map.of("set", MappedEvent.isSet(control, base)));
        }
    },

    LATCH(14, "SharedLatch", "for") {
        @Override
        SharedObject attach(SessionContext context, String name, int base) {
            return new MappedLatch(context, name, base);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return Inspected.of(title(), Map.of("count", MappedLatch.count(control, base)));
        }
    },

    BARRIER(15, "SharedBarrier", "at") {
        @Override
        SharedObject attach(SessionContext context, String name, int base) {
            return new MappedBarrier(context, name, base);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return SyncInspection.barrier(control, base);
        }
    },

    READ_WRITE_LOCK(16, "SharedReadWriteLock", "for") {
        @Override
        SharedObject attach(SessionContext context, String name, int base) {
            return new MappedReadWriteLock(context, name, base);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return SyncInspection.readWriteLock(control, base);
        }
    };

    private final int code;
    private final String title;
    private final String waitPurpose;

    SyncKind(int code, String title, String waitPurpose) {
        this.code = code;
        this.title = title;
        this.waitPurpose = waitPurpose;
    }

    /** The kind of that code; null if it is none of this package. */
    static SyncKind of(int code) {
        for (SyncKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    abstract SharedObject attach(SessionContext context, String name, int base);

    @Override
    public int code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String waitPurpose(MappedRegion control, int base, int event) {
        return waitPurpose;
    }
}
