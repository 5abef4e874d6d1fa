package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library needs nothing of the JVM's common pool, whose threads may all be in waits of the user's. */
@ExtendWith(LeavesNothingBehind.class)
class BusyCommonPoolIT {
    private static final int WORKERS = 2;

    static final class Program {
        public static void main(String[] arguments) throws Exception {
            Options options = Options.defaults().withSpares(Integer.parseInt(arguments[0]));
            try (Multiprocessing mp = Multiprocessing.open(options)) {
                SharedQueue<String> begun = mp.queue();
                SharedQueue<String> never = mp.queue();
                for (int i = 0; i < 20 * WORKERS; i++) {
                    ForkJoinPool.commonPool().execute(() -> {
                        begun.add("begun");
                        takeQuietly(never);
                    });
                }
                for (int i = 0; i < WORKERS; i++) {
                    begun.take();
                }
                ChildProcess child = mp.process(() -> {}).start();
                System.out.println(child.join(Duration.ofSeconds(30)) + " " + child.isAlive() + " "
                        + child.exitCode().orElse(-1));
                // Unlike what users hang on to it, which is done in the common pool if they say so.
                child.onExit().thenAccept(ended -> System.out.println("told")).join();
            }
            System.out.println("closed");
            System.exit(0);
        }

        private static void takeQuietly(SharedQueue<String> queue) {
            try {
                queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException e) {
                // Closed meanwhile.
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void aChildsEndIsNoticedAllTheSame(String spares) throws Exception {
        ParentProgram.Setup setup = ParentProgram.Setup.plain()
                .withFlags(
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + WORKERS,
                        "-Djava.util.concurrent.ForkJoinPool.common.maximumSpares=0");
        try (ParentProgram program = setup.start(Program.class, spares)) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output()).containsExactly("true false 0", "told", "closed");
        }
    }
}
