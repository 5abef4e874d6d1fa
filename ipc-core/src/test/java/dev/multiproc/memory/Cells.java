package dev.multiproc.memory;

import dev.multiproc.internal.control.MappedRegion;
import java.io.Serializable;

/** What the players of a {@link Litmus} read and write: cells on lines of their own, by number. */
interface Cells extends Serializable {
    long get(int cell);

    void set(int cell, long value);

    long getAcquire(int cell);

    void setRelease(int cell, long value);

    long getPlain(int cell);

    void setPlain(int cell, long value);

    /** Which bits of a value a cell keeps. */
    default long mask() {
        return -1;
    }

    /** The same memory, for the meetings of players: cells that keep all bits. */
    default Cells meetings() {
        return this;
    }

    /** Elements of an array of longs. */
    record OfLongs(SharedLongArray array) implements Cells {
        static final int LENGTH = 512;
        private static final int APART = 16;

        @Override
        public long get(int cell) {
            return array.get(cell * APART);
        }

        @Override
        public void set(int cell, long value) {
            array.set(cell * APART, value);
        }

        @Override
        public long getAcquire(int cell) {
            return array.getAcquire(cell * APART);
        }

        @Override
        public void setRelease(int cell, long value) {
            array.setRelease(cell * APART, value);
        }

        @Override
        public long getPlain(int cell) {
            return array.getPlain(cell * APART);
        }

        @Override
        public void setPlain(int cell, long value) {
            array.setPlain(cell * APART, value);
        }
    }

    /** Elements of an array of bytes, which are not words of the machine that Java can order by itself. */
    record OfBytes(SharedByteArray array, OfLongs meetings) implements Cells {
        static final int LENGTH = 4096;
        private static final int APART = 131;

        @Override
        public long get(int cell) {
            return array.get(cell * APART) & mask();
        }

        @Override
        public void set(int cell, long value) {
            array.set(cell * APART, (byte) value);
        }

        @Override
        public long getAcquire(int cell) {
            return array.getAcquire(cell * APART) & mask();
        }

        @Override
        public void setRelease(int cell, long value) {
            array.setRelease(cell * APART, (byte) value);
        }

        @Override
        public long getPlain(int cell) {
            return array.getPlain(cell * APART) & mask();
        }

        @Override
        public void setPlain(int cell, long value) {
            array.setPlain(cell * APART, (byte) value);
        }

        @Override
        public long mask() {
            return 0xff;
        }
    }

    /** One of several mappings of a file, which cannot be sent to another process. */
    final class OfRegion implements Cells {
        private static final long serialVersionUID = 1L;
        static final int LENGTH = 4096;
        private static final int APART = 128;

        private final transient MappedRegion region;

        OfRegion(MappedRegion region) {
            this.region = region;
        }

        @Override
        public long get(int cell) {
            return region.getLongVolatile(cell * APART);
        }

        @Override
        public void set(int cell, long value) {
            region.setLongVolatile(cell * APART, value);
        }

        @Override
        public long getAcquire(int cell) {
            return region.getLongAcquire(cell * APART);
        }

        @Override
        public void setRelease(int cell, long value) {
            region.setLongRelease(cell * APART, value);
        }

        @Override
        public long getPlain(int cell) {
            return region.getLong(cell * APART);
        }

        @Override
        public void setPlain(int cell, long value) {
            region.setLong(cell * APART, value);
        }
    }
}
