package dev.multiproc.codec;

/** Thrown when Java serialization of an object fails, or the object's own code that it calls. */
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

    /** The text of an exception, even if its own methods throw. */
    static String textOf(Exception reason) {
        try {
            return reason.toString();
        } catch (RuntimeException | StackOverflowError e) {
            return reason.getClass().getName();
        }
    }
}
