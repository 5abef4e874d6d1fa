package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.manager.Manager;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of waits when the JVM exits: none keeps it from that. */
@ExtendWith(LeavesNothingBehind.class)
class ExitHookIT {
    /** Waits for what never comes. */
    enum Wait {
        JOIN {
            @Override
            void run(Multiprocessing mp, boolean isTimed) throws Exception {
                JoinableQueue<String> queue = mp.joinableQueue("unfinished");
                if (!isTimed) {
                    queue.join();
                } else if (!queue.join(3, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("in vain");
                }
            }
        },
        TAKE {
            @Override
            void run(Multiprocessing mp, boolean isTimed) throws Exception {
                if (!isTimed) {
                    mp.queue("empty").take();
                } else if (mp.queue("empty").poll(3, TimeUnit.SECONDS) == null) {
                    throw new IllegalStateException("in vain");
                }
            }
        },
        LOCK {
            @Override
            void run(Multiprocessing mp, boolean isTimed) throws Exception {
                SharedLock lock = mp.lock("held");
                if (!isTimed) {
                    lock.lock();
                } else if (!lock.tryLock(3, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("in vain");
                }
            }
        },
        EVENT {
            @Override
            void run(Multiprocessing mp, boolean isTimed) throws Exception {
                if (!isTimed) {
                    mp.event("never").await();
                } else if (!mp.event("never").await(3, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("in vain");
                }
            }
        },
        /** Whoever unlocks in the end, as one does, hears the same. */
        CONDITION {
            @Override
            @SuppressWarnings("WaitNotInLoop") // Nobody signals it.
            void run(Multiprocessing mp, boolean isTimed) throws Exception {
                SharedLock lock = mp.lock("free");
                lock.lock();
                try {
                    if (!isTimed) {
                        lock.newCondition("never signalled").await();
                    } else if (!lock.newCondition("never signalled").await(3, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("in vain");
                    }
                } finally {
                    lock.unlock();
                }
            }
        },
        /** It waits for the manager's process, and throws nothing. */
        MANAGER {
            @Override
            void run(Multiprocessing mp, boolean isTimed) throws Exception {
                try {
                    Program.manager.close();
                } catch (IllegalStateException e) {
                    throw new IllegalArgumentException(e);
                }
                throw new IllegalStateException("closed");
            }
        };

        abstract void run(Multiprocessing mp, boolean isTimed) throws Exception;
    }

    /** Waits on a thread that the exit has to wait for, and says how that ended. */
    static final class Program {
        private static Manager manager;

        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open();
            mp.lock("held").lock();
            // Chronicle has something to say when it is loaded as the JVM exits.
            mp.joinableQueue("unfinished").put("item");
            Wait wait = Wait.valueOf(arguments[0]);
            manager = wait == Wait.MANAGER ? mp.manager() : null;
            boolean isTimed = arguments[1].equals("timed");
            Runnable waiting = () -> {
                try {
                    wait.run(mp, isTimed);
                } catch (IllegalStateException e) {
                    System.out.println("ended");
                } catch (Exception e) {
                    throw new IllegalArgumentException(e);
                }
            };
            if (arguments[2].equals("hook")) {
                Runtime.getRuntime().addShutdownHook(new Thread(waiting));
            } else {
                Thread waiter = new Thread(waiting, "waiter");
                waiter.setDaemon(arguments[2].equals("daemon"));
                waiter.start();
                CountDownLatch shortly = new CountDownLatch(1);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> joinUnlessDaemon(waiter)));
                while (waiter.getState() != Thread.State.TIMED_WAITING
                        && waiter.getState() != Thread.State.WAITING
                        && !isInWait(waiter)) {
                    shortly.await(1, TimeUnit.MILLISECONDS);
                }
            }
            System.exit(5);
        }

        /** In the kernel a thread is runnable, says the JVM. */
        private static boolean isInWait(Thread thread) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (frame.getMethodName().equals("park")) {
                    return true;
                }
            }
            return false;
        }

        private static void joinUnlessDaemon(Thread waiter) {
            try {
                if (!waiter.isDaemon()) {
                    waiter.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimedWaitInAShutdownHookEnds(Wait wait) throws Exception {
        assertEnds(wait, "timed", "hook", "ended");
    }

    @ParameterizedTest
    @EnumSource
    void anEndlessWaitInAShutdownHookEnds(Wait wait) throws Exception {
        assertEnds(wait, "endless", "hook", "ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timed", "endless"})
    void aThreadThatAHookWaitsForIsTold(String limit) throws Exception {
        assertEnds(Wait.TAKE, limit, "thread", "ended");
        assertEnds(Wait.LOCK, limit, "thread", "ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timed", "endless"})
    void aDaemonThreadSaysNothing(String limit) throws Exception {
        assertEnds(Wait.TAKE, limit, "daemon");
        assertEnds(Wait.LOCK, limit, "daemon");
    }

    private static void assertEnds(Wait wait, String limit, String place, String... said) throws Exception {
        try (ParentProgram program = ParentProgram.start(Program.class, wait.name(), limit, place)) {
            assertThat(program.exitCode()).isEqualTo(5);
            assertThat(program.errors()).isEmpty();
            assertThat(program.output()).containsExactly(said);
            assertThat(program.family()).isEmpty();
        }
    }
}
