package dev.multiproc.internal.park;

/**
 * Makes an interruptible call where an interrupt must not be visible: the call is repeated, and the interrupt kept for
 * later.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    public interface Call {
        boolean get() throws InterruptedException;
    }

    public static boolean call(Call call) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return call.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
