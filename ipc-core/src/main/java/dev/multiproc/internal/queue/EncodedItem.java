package dev.multiproc.internal.queue;

import dev.multiproc.codec.Codec;

/** What a record carries. One a thread, used again for one item after the other, so that small items cost no garbage. */
final class EncodedItem {
    private static final int SCRATCH_BYTES = 16 * 1024;
    private static final byte[] NOTHING = {};

    private static final ThreadLocal<EncodedItem> OF_THREAD = ThreadLocal.withInitial(EncodedItem::new);

    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private byte[] bytes;
    private int length;
    private int form;
    private boolean isBeingRead;

    /** This thread's; what it held before is gone. A new one if the thread's is being read, by a codec that takes items itself. */
    static EncodedItem ofThread() {
        EncodedItem mine = OF_THREAD.get();
        return mine.isBeingRead ? new EncodedItem() : mine;
    }

    /** Has a codec read what is carried. */
    Object read(Codec codec) {
        isBeingRead = true;
        try {
            return codec.decode(bytes, 0, length);
        } finally {
            isBeingRead = false;
        }
    }

    /** A buffer of at least that length, to be filled and given to {@link #set}. */
    byte[] buffer(int atLeast) {
        return atLeast <= scratch.length ? scratch : new byte[atLeast];
    }

    /**
     * Packs bytes.
     *
     * @param newBytes begin with what is carried
     * @param newLength how many of them are
     * @param newForm bits of {@link RecordDescriptor}: {@code BYTES}, {@code LATIN1}, {@code DAMAGED} or none
     */
    EncodedItem set(byte[] newBytes, int newLength, int newForm) {
        bytes = newBytes;
        length = newLength;
        form = newForm;
        return this;
    }

    /** Says that what was there is lost. */
    EncodedItem setLost() {
        return set(NOTHING, 0, RecordDescriptor.DAMAGED);
    }

    /** Says that what is carried is not what it was: for the dead letters too. */
    EncodedItem setDamaged() {
        form |= RecordDescriptor.DAMAGED;
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int form() {
        return form;
    }
}
