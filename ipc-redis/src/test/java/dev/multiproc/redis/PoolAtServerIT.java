package dev.multiproc.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pool of a session at a server: as one of a session of this machine. */
@NeedsServer
@ExtendWith(LeavesNothingBehind.class)
class PoolAtServerIT {
    private static final int PATIENCE_SECONDS = 30;

    private static int square(int number) {
        return number * number;
    }

    private static int failing() {
        throw new IllegalStateException("number 7");
    }

    private static int killed() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        new CountDownLatch(1).await();
        return 0;
    }

    @Test
    void itMapsAndGoesOnAfterFailuresAndDeaths() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(RedisServer.newSession(""));
                ProcessPool pool = mp.pool(2)) {
            List<Integer> numbers = IntStream.range(0, 50).boxed().toList();
            List<Integer> squares = numbers.stream().map(PoolAtServerIT::square).toList();
            assertThat(pool.map(PoolAtServerIT::square, numbers)).isEqualTo(squares);
            assertThatThrownBy(() -> pool.submit(PoolAtServerIT::failing).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("number 7");
            assertThatThrownBy(() -> pool.submit(PoolAtServerIT::killed).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("worker");
            assertThat(pool.map(PoolAtServerIT::square, numbers)).isEqualTo(squares);
        }
    }
}
