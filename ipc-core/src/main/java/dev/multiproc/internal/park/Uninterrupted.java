package dev.multiproc.internal.park;

/** Calls what may be interrupted where that may not show: the interrupt is kept for later. */
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
