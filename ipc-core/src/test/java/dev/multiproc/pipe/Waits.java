package dev.multiproc.pipe;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** What tests of this package wait for. */
final class Waits {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private Waits() {}

    /** Until the thread waits: for a lock or a condition, or in a selector, where it counts as running. */
    static void untilWaiting(Thread thread) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(2)).until(() -> isWaiting(thread));
    }

    private static boolean isWaiting(Thread thread) {
        if (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING) {
            return true;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].getMethodName().contains("wait");
    }
}
