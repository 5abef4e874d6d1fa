package dev.multiproc.internal.control;

/**
 * A place where a test can have the process end as if by {@code kill -9}: {@code -Dmultiproc.killAt=NAME} halts the JVM when it
 * comes to the place of that name, {@code NAME:N} when it does for the Nth time. When off it costs the read of a field.
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
