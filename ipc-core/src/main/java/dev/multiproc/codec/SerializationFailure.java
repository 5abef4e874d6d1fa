package dev.multiproc.codec;

/** Java serialization of an object has failed, or code of the object's that it called has. */
final class SerializationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exception reason;

    SerializationFailure(Exception reason) {
        super(null, reason, false, false);
        this.reason = reason;
    }

    Exception reason() {
        return reason;
    }

    /** An exception's text, also if its own methods throw. */
    static String textOf(Exception reason) {
        try {
            return reason.toString();
        } catch (RuntimeException | StackOverflowError e) {
            return reason.getClass().getName();
        }
    }
}
