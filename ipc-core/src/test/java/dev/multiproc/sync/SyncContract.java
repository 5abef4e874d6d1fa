package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Behaviour of a synchronizer, written once, and run among threads of one process and across processes: three actors do what a
 * test says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LeavesNothingBehind.class)
abstract class SyncContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Cast cast;
    Multiprocessing mp;
    Actor anna;
    Actor bert;
    Actor carl;

    abstract Cast cast();

    @BeforeAll
    final void open() {
        cast = cast();
        mp = cast.session();
    }

    @BeforeEach
    final void hire() throws InterruptedException {
        anna = cast.hire();
        bert = cast.hire();
        carl = cast.hire();
    }

    /** One more actor, of another process than the last where there are several. */
    final Actor hireAnother() throws InterruptedException {
        return cast.hire();
    }

    /** Waits until so many calls are over; gives how many are. */
    static int awaitDone(List<Actor.Call<Boolean>> calls, int expected) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> countDone(calls), count -> count >= expected);
    }

    static int countDone(List<Actor.Call<Boolean>> calls) throws InterruptedException {
        int count = 0;
        for (Actor.Call<Boolean> call : calls) {
            if (call.isDone()) {
                assertThat(call.result()).isTrue();
                count++;
            }
        }
        return count;
    }

    @AfterAll
    final void close() throws InterruptedException {
        try {
            assertThat(cast.rescues())
                    .as("waits that only the safety net has ended")
                    .isZero();
        } finally {
            cast.close();
        }
    }
}
