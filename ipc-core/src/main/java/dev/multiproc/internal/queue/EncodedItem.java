package dev.multiproc.internal.queue;

import dev.multiproc.codec.Codec;

/**
 * An item in the form in which a record carries it. One object per thread is reused for all items, so small items
 * create no garbage.
 */
final class EncodedItem {
    private static final int SCRATCH_BYTES = 16 * 1024;
    private static final byte[] NOTHING = {};

    private static final ThreadLocal<EncodedItem> OF_THREAD = ThreadLocal.withInitial(EncodedItem::new);

    /** Null until it is needed. */
    private byte[] scratch;

    private byte[] bytes;
    private int length;
    private int form;
    private boolean isBeingRead;

    /**
     * This thread's object, whose previous content is lost. A new object if the thread's is being decoded by a codec
     * that itself takes items.
     */
    static EncodedItem ofThread() {
        EncodedItem mine = OF_THREAD.get();
        return mine.isBeingRead ? new EncodedItem() : mine;
    }

    /** An object for bytes that are put as they are; one more object costs less than to look for the thread's. */
    static EncodedItem ofBytes(byte[] content) {
        return new EncodedItem().set(content, content.length, RecordDescriptor.BYTES);
    }

    /** Decodes the content with a codec. */
    Object read(Codec codec) {
        isBeingRead = true;
        try {
            return codec.decode(bytes, 0, length);
        } finally {
            isBeingRead = false;
        }
    }

    /** A buffer of at least this length, to be filled and passed to {@link #set}. */
    byte[] buffer(int atLeast) {
        if (atLeast > SCRATCH_BYTES) {
            return new byte[atLeast];
        }
        if (scratch == null) {
            scratch = new byte[SCRATCH_BYTES];
        }
        return scratch;
    }

    /**
     * Sets the content.
     *
     * @param newBytes the content, from index 0
     * @param newLength the length of the content in bytes
     * @param newForm bits of {@link RecordDescriptor}: {@code BYTES}, {@code LATIN1}, {@code DAMAGED} or none
     */
    EncodedItem set(byte[] newBytes, int newLength, int newForm) {
        bytes = newBytes;
        length = newLength;
        form = newForm;
        return this;
    }

    /** Marks the content as lost. */
    EncodedItem setLost() {
        return set(NOTHING, 0, RecordDescriptor.DAMAGED);
    }

    /** Marks the content as damaged. The mark stays when the item is moved to the dead letters. */
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
