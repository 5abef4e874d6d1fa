package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An interrupt that comes while a JVM's first wait loads what it sleeps by is not lost. */
@ExtendWith(LeavesNothingBehind.class)
class InterruptedFirstWaitIT {
    /** Is interrupted from the moment on that its first wait shows. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                Thread waiter = Thread.currentThread();
                CountDownLatch begun = new CountDownLatch(1);
                Thread interrupter = new Thread(() -> {
                    begun.countDown();
                    while (!isLoading(waiter)) {
                        Thread.onSpinWait();
                    }
                    waiter.interrupt();
                });
                interrupter.start();
                begun.await();
                mp.event().await();
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            }
        }

        private static boolean isLoading(Thread thread) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (frame.getClassName().endsWith("PollingParker")) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void theInterruptEndsTheWait() throws Exception {
        try (ParentProgram program = ParentProgram.start(Program.class)) {
            assertThat(program.awaitLine("interrupted")).isEqualTo("interrupted");
            assertThat(program.exitCode()).isZero();
        }
    }
}
