package dev.multiproc.internal.session;

import dev.multiproc.CloseAction;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.park.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the user wants done before the session ends; see {@link dev.multiproc.Multiprocessing#onClose}. Each action runs once: on
 * the thread that closes the session, or, when the JVM exits, on a thread of its own that is waited for for a limited time.
 *
 * <p>No lambdas: this runs at the end of each child.
 */
final class CloseActions {
    private static final Duration NO_LIMIT = Duration.ofSeconds(Long.MAX_VALUE);
    /** For an action to end after it was interrupted. */
    private static final Duration INTERRUPTED_GRACE = Duration.ofMillis(200);

    /** The last one first. Guarded by this, as are the next two fields. */
    private final Deque<Action> waiting = new ArrayDeque<>();

    /** The thread that runs the actions; null before the session begins to end. */
    private Thread runner;

    private boolean isOver;
    /** Reaches zero when all actions have run. */
    private final CountDownLatch ran = new CountDownLatch(1);

    /** An action, and how it is withdrawn. */
    private final class Action implements Runnable {
        final CloseAction body;

        Action(CloseAction body) {
            this.body = body;
        }

        @Override
        public void run() {
            synchronized (CloseActions.this) {
                waiting.remove(this);
            }
        }
    }

    /**
     * Adds an action. Actions may add further ones.
     *
     * @return withdraws it
     */
    synchronized Runnable add(CloseAction body) {
        Action action = new Action(Objects.requireNonNull(body, "action"));
        if (isOver) {
            throw new IllegalStateException("the session is closed");
        }
        waiting.addFirst(action);
        return action;
    }

    /** Whether the current thread runs the actions, so that an action of its own closes the session. */
    synchronized boolean isRunByThisThread() {
        return runner == Thread.currentThread() && ran.getCount() > 0;
    }

    /** Called when the session is closed: runs the actions, or waits for another thread that runs them. */
    void atClose(Failures failures) {
        if (begin(Thread.currentThread())) {
            runAll(failures);
        } else {
            awaitRan(NO_LIMIT);
        }
    }

    /** Called when the JVM exits: gives the actions as long as the grace. */
    void atExit(Duration grace, Failures failures) {
        if (isEmpty() || grace.isZero()) {
            return;
        }
        Failures ofActions = new Failures();
        Thread thread = new Thread("multiproc-on-close") {
            @Override
            public void run() {
                runAll(ofActions);
            }
        };
        thread.setDaemon(true);
        if (begin(thread)) {
            thread.start();
        }
        if (!awaitRan(ExitGrace.left(grace))) {
            System.err.println("multiproc: an action given to onClose() takes longer than the " + grace.toMillis()
                    + " ms of Options.withExitGrace; it is interrupted, and the exit goes on");
            interruptRunner();
            if (!awaitRan(INTERRUPTED_GRACE)) {
                return;
            }
        }
        if (ofActions.first() != null) {
            failures.add(ofActions.first());
        }
    }

    /** Whether there is nothing to run and nothing runs. */
    private synchronized boolean isEmpty() {
        if (waiting.isEmpty() && runner == null) {
            isOver = true;
        }
        return isOver;
    }

    private synchronized boolean begin(Thread thread) {
        if (runner != null) {
            return false;
        }
        runner = thread;
        return true;
    }

    private void runAll(Failures failures) {
        try {
            for (Action next = poll(); next != null; next = poll()) {
                try {
                    next.body.run();
                } catch (InterruptedException e) {
                    // The exit goes on without it, or whoever closes is to know that it was interrupted.
                    Thread.currentThread().interrupt();
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                } catch (Exception e) {
                    failures.add(new MultiprocessingException("an action given to onClose() has failed: " + e, e));
                }
            }
        } finally {
            ran.countDown();
        }
    }

    private synchronized Action poll() {
        Action next = waiting.poll();
        isOver = next == null;
        return next;
    }

    private synchronized void interruptRunner() {
        // Its actions are not started any more.
        waiting.clear();
        isOver = true;
        runner.interrupt();
    }

    /** Waits for the thread that runs the actions, even if this one is interrupted; the interrupt is kept for later. */
    private boolean awaitRan(Duration limit) {
        boolean interrupted = false;
        long end = Deadline.in(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        while (true) {
            try {
                boolean isInTime = ran.await(Deadline.left(end), TimeUnit.NANOSECONDS);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return isInTime;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
