package dev.multiproc.internal.memory;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectSurvey;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.memory.SharedReference;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A reference whose value is in a mapped file; see {@link ReferenceDescriptor}. One object per reference and process.
 */
final class MappedReference<T> extends MappedFile implements SharedReference<T> {
    private static final long serialVersionUID = 1L;
    /** After this many failed attempts a reader takes the writers' lock. */
    private static final int ATTEMPTS = 50;

    private final transient MappedRegion words;
    private final transient RobustLock writers;

    MappedReference(MemoryFamily family, ObjectPlace place) {
        super(family, place);
        this.words = place.region();
        this.writers = new RobustLock(
                words, ReferenceDescriptor.LOCK_OFFSET, family.context().waits());
    }

    /** An encoded value with its version. */
    private record Seen(long version, byte[] value) {}

    private long version() {
        return words.getLongVolatile(ReferenceDescriptor.VERSION_OFFSET);
    }

    private void setVersion(long version) {
        words.setLongVolatile(ReferenceDescriptor.VERSION_OFFSET, version);
    }

    private Seen look() {
        MappedRegion file = region();
        for (int i = 0; i < ATTEMPTS; i++) {
            long version = version();
            ReferenceDescriptor.Copy copy = ReferenceDescriptor.read(file, version);
            // The copy must be complete before the version is read again.
            VarHandle.acquireFence();
            if (version() == version) {
                return seen(version, copy);
            }
            Thread.onSpinWait();
        }
        writers.lock();
        try {
            return lookLocked();
        } finally {
            writers.unlock();
        }
    }

    private Seen lookLocked() {
        return seen(version(), ReferenceDescriptor.read(region(), version()));
    }

    private Seen seen(long version, ReferenceDescriptor.Copy copy) {
        if (!copy.isWhole()) {
            throw new MultiprocessingException("the value of a shared reference is damaged: it does not agree with its"
                    + " checksum, name=" + name() + "; set it anew");
        }
        return new Seen(version, copy.value());
    }

    private byte[] encode(T value) {
        byte[] bytes = value == null ? null : family.context().codec().encode(value);
        checkSize(bytes, name());
        return bytes;
    }

    /** Refuses a value that does not fit. */
    static void checkSize(byte[] value, String name) {
        if (value != null && value.length > ReferenceDescriptor.MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("the value of a shared reference takes " + value.length
                    + " bytes, at most " + ReferenceDescriptor.MAX_VALUE_BYTES + " are possible, name=" + name);
        }
    }

    @SuppressWarnings("unchecked") // The processes agree on the type of the value, as with a file.
    private T decode(byte[] value) {
        return value == null ? null : (T) family.context().codec().decode(value);
    }

    /** Writes the next version. Called under the writers' lock. */
    private void write(byte[] value) {
        long next = version() + 1;
        ReferenceDescriptor.write(region(), next, value);
        MemoryKillPoint.MEMORY_SET_WRITTEN.here();
        setVersion(next);
        MemoryKillPoint.MEMORY_SET_PUBLISHED.here();
    }

    @Override
    public T get() {
        return decode(look().value());
    }

    @Override
    public void set(T value) {
        byte[] bytes = encode(value);
        region();
        writers.lock();
        try {
            write(bytes);
        } finally {
            writers.unlock();
        }
    }

    @Override
    public T getAndSet(T value) {
        byte[] bytes = encode(value);
        region();
        byte[] old;
        writers.lock();
        try {
            old = lookLocked().value();
            write(bytes);
        } finally {
            writers.unlock();
        }
        return decode(old);
    }

    @Override
    public boolean compareAndSet(T expected, T value) {
        byte[] expectedBytes = encode(expected);
        byte[] bytes = encode(value);
        region();
        writers.lock();
        try {
            boolean isExpected = Arrays.equals(lookLocked().value(), expectedBytes);
            if (isExpected) {
                write(bytes);
            }
            return isExpected;
        } finally {
            writers.unlock();
        }
    }

    @Override
    public T getAndUpdate(UnaryOperator<T> update) {
        return decode(update(update).old());
    }

    @Override
    public T updateAndGet(UnaryOperator<T> update) {
        return update(update).next();
    }

    private record Update<T>(byte[] old, T next) {}

    /** The function is called without the lock, since it may take long or use this reference. */
    private Update<T> update(UnaryOperator<T> update) {
        while (true) {
            Seen seen = look();
            T next = update.apply(decode(seen.value()));
            if (writeIfUnchanged(seen.version(), encode(next))) {
                return new Update<>(seen.value(), next);
            }
        }
    }

    private boolean writeIfUnchanged(long version, byte[] value) {
        writers.lock();
        try {
            boolean isUnchanged = version() == version;
            if (isUnchanged) {
                write(value);
            }
            return isUnchanged;
        } finally {
            writers.unlock();
        }
    }

    @Override
    public void recover(int deadSlot) {
        // A value that the dead process had not published is lost; the old one stays.
        writers.recover(deadSlot, () -> {});
    }

    @Override
    public void rebuild(ObjectSurvey survey, boolean isNewBoot) {
        words.setIntVolatile(ReferenceDescriptor.LOCK_OFFSET, 0);
        if (isNewBoot && isMappable()) {
            takeOlderIfBroken();
        }
    }

    /** After a machine crash the new version may be on disk without its value: use the previous version then. */
    private void takeOlderIfBroken() {
        long version = version();
        if (!ReferenceDescriptor.read(region(), version).isWhole()
                && ReferenceDescriptor.read(region(), version - 1).isWhole()) {
            setVersion(version - 1);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(get());
    }
}
