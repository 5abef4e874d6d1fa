package dev.multiproc.internal.queue;

/** Calls what may be interrupted where that may not show: the interrupt is kept for later. */
final class Uninterrupted {
    private Uninterrupted() {}

    interface Call {
        boolean get() throws InterruptedException;
    }

    static boolean call(Call call) {
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
