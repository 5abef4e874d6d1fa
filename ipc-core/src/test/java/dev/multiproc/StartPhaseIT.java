package dev.multiproc;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.internal.session.Rescues;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads poll during the start phase and sleep afterwards: no wake-up is lost at the change. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(
        value = Options.WaitStrategy.class,
        names = {"AUTO", "SOCKET"})
class StartPhaseIT {
    private static final long LIMIT_SECONDS = 30;
    /** Longer than the start phase, so that the test covers its end. */
    private static final long TEST_NANOS = SECONDS.toNanos(4);

    private static final String POLL = "PollingParker$Poll";

    private final Options.WaitStrategy strategy;
    private Multiprocessing session;

    StartPhaseIT(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void open() {
        session = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
    }

    @AfterEach
    void close() {
        session.activeChildren().forEach(ChildProcess::kill);
        session.close();
    }

    /** Sends back each number until one is negative; then sends how many waits were ended only by the safety net. */
    private static void echo(SharedQueue<Long> requests, SharedQueue<Long> answers) throws InterruptedException {
        long got = requests.take();
        while (got >= 0) {
            answers.put(got);
            got = requests.take();
        }
        answers.put(Rescues.in(Multiprocessing.current()));
    }

    private Thread startTaker(SharedQueue<Long> queue, CompletableFuture<Long> taken) {
        Thread thread = new Thread(() -> {
            try {
                taken.complete(queue.take());
            } catch (InterruptedException | RuntimeException e) {
                taken.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static boolean polls(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(POLL));
    }

    /** Whether a thread sleeps, in the kernel or until the listener wakes it. */
    private static boolean sleeps(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("futexWait")
                        || frame.getClassName().endsWith("ChannelWaiters"));
    }

    @Test
    void noWakeUpOfAStreamIsLost() throws Exception {
        SharedQueue<Long> requests = session.queue();
        SharedQueue<Long> answers = session.queue();
        ChildProcess child = session.process(() -> echo(requests, answers)).start();
        long begin = System.nanoTime();
        for (long number = 0; System.nanoTime() - begin < TEST_NANOS; number++) {
            requests.put(number);
            assertThat(answers.poll(LIMIT_SECONDS, SECONDS)).isEqualTo(number);
            if (number % 4 == 0) {
                // A pause, so that the child really sleeps now and then rather than only spins.
                NANOSECONDS.sleep(200_000);
            }
        }
        requests.put(-1L);
        assertThat(answers.poll(LIMIT_SECONDS, SECONDS))
                .as("rescues of the child")
                .isZero();
        assertThat(Rescues.in(session)).isZero();
        child.join();
    }

    @Test
    void aNewChildWakesThreadsThatHaveSleptForLong() throws Exception {
        SharedQueue<Long> requests = session.queue();
        SharedQueue<Long> answers = session.queue();
        SharedQueue<Long> untouched = session.queue();
        ChildProcess oldChild = session.process(() -> echo(requests, answers)).start();
        CompletableFuture<Long> taken = new CompletableFuture<>();
        Thread taker = startTaker(answers, taken);
        Thread idler = startTaker(untouched, new CompletableFuture<>());
        await().until(() -> sleeps(taker) && sleeps(idler));
        // The new child wakes the old one, which has slept as long as these threads.
        ChildProcess newChild = session.process(() -> {
                    NANOSECONDS.sleep(100_000_000);
                    requests.put(1L);
                })
                .start();
        await().until(() -> polls(taker) && polls(idler) || taken.isDone());
        assertThat(taken.get(LIMIT_SECONDS, SECONDS)).isEqualTo(1);
        newChild.join();
        await().until(() -> sleeps(idler));
        requests.put(-1L);
        assertThat(answers.poll(LIMIT_SECONDS, SECONDS))
                .as("rescues of the old child")
                .isZero();
        assertThat(Rescues.in(session)).isZero();
        oldChild.join();
        untouched.put(1L);
    }

    @Test
    void aPollingProcessThatIsKilledTakesNoWakeUpWithIt() throws Exception {
        SharedQueue<Long> requests = session.queue();
        SharedQueue<Long> answers = session.queue();
        SharedQueue<Boolean> ready = session.queue();
        ChildProcess victim = session.process(() -> {
                    ready.put(true);
                    requests.take();
                })
                .start();
        ChildProcess survivor = session.process(() -> {
                    ready.put(true);
                    echo(requests, answers);
                })
                .start();
        ready.take();
        ready.take();
        victim.kill();
        requests.put(1L);
        victim.join();
        // If the victim had taken the item, the sweep has given it back.
        assertThat(answers.poll(LIMIT_SECONDS, SECONDS)).isEqualTo(1);
        requests.put(-1L);
        assertThat(answers.poll(LIMIT_SECONDS, SECONDS)).isNotNull();
        survivor.join();
    }

    @Test
    void anInterruptEndsTheFirstWait() throws Exception {
        CompletableFuture<Long> taken = new CompletableFuture<>();
        Thread taker = startTaker(session.queue(), taken);
        // On a slow machine the start phase may be over.
        await().until(() -> polls(taker) || sleeps(taker));
        taker.interrupt();
        assertThat(taken)
                .failsWithin(LIMIT_SECONDS, SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(InterruptedException.class);
    }
}
