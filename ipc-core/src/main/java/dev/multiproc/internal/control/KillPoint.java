package dev.multiproc.internal.control;

/**
 * A place in the code where a test can end the process as {@code kill -9} would: {@code -Dmultiproc.killAt=NAME} halts
 * the JVM when it reaches the place of that name, {@code NAME:N} when it reaches it for the Nth time. When not in use,
 * it costs one read of a field.
 *
 * <p>Each package has an enum of the places in its code. No two have the same name.
 */
public interface KillPoint {
    String name();

    /** Ends the process here if it was told to. */
    default void here() {
        KillSwitch.reached(this);
    }
}
