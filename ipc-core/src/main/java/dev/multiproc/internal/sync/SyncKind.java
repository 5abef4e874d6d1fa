package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import java.util.Map;
import java.util.Optional;

/** The kinds of synchronizers in the object table: 10 to 29. */
enum SyncKind implements ObjectKind {
    LOCK(10, "SharedLock", "for") {
        @Override
        SharedObject attach(SessionContext context, ObjectPlace place) {
            return new MappedLock(context, place);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return new Inspected(title(), Map.of(), SyncInspection.writer(control, base), true);
        }
    },

    CONDITION(11, "SharedCondition", "for a signal of") {
        @Override
        SharedObject attach(SessionContext context, ObjectPlace place) {
            return new MappedCondition(context, place);
        }

        @Override
        public boolean hasOwner() {
            return true;
        }

        @Override
        public Optional<String> ownerOf(MappedRegion region, int base) {
            return Optional.of(MappedCondition.lockName(region, base));
        }
    },

    SEMAPHORE(12, "SharedSemaphore", "for a permit of") {
        @Override
        SharedObject attach(SessionContext context, ObjectPlace place) {
            return new MappedSemaphore(context, place);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return SyncInspection.semaphore(control, base);
        }
    },

    EVENT(13, "SharedEvent", "for") {
        @Override
        SharedObject attach(SessionContext context, ObjectPlace place) {
            return new MappedEvent(context, place);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return Inspected.of(title(), Map.of("set", MappedEvent.isSet(control, base)));
        }
    },

    LATCH(14, "SharedLatch", "for") {
        @Override
        SharedObject attach(SessionContext context, ObjectPlace place) {
            return new MappedLatch(context, place);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return Inspected.of(title(), Map.of("count", MappedLatch.count(control, base)));
        }
    },

    BARRIER(15, "SharedBarrier", "at") {
        @Override
        SharedObject attach(SessionContext context, ObjectPlace place) {
            return new MappedBarrier(context, place);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            return SyncInspection.barrier(control, base);
        }
    },

    READ_WRITE_LOCK(16, "SharedReadWriteLock", "for") {
        @Override
        SharedObject attach(SessionContext context, ObjectPlace place) {
            return new MappedReadWriteLock(context, place);
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

    abstract SharedObject attach(SessionContext context, ObjectPlace place);

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
