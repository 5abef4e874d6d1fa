package dev.multiproc.crash;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.KillPointSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is ended while it shuts a queue down at once. The others drop what it has left. */
@Timeout(60)
class ShutdownKillPointIT extends KillPointContract {
    @ParameterizedTest
    @KillPointSource(names = "SHUTDOWN_.*")
    void theOthersDropTheRest(KillPoint point) throws InterruptedException {
        JoinableQueue<String> it = mp.joinableQueue();
        for (int i = 0; i < 1_000; i++) {
            it.put("item " + i);
        }
        Delivery<String> held = it.receive();
        Actor.Call<Boolean> joining = anna.beginTo(it::join).awaitAsleep();
        kill(point, () -> it.shutdown(true));
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(it::poll);
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(() -> it.put("late"));
        assertThat(it).isEmpty();
        assertThat(it.unfinished()).isOne();
        held.done();
        joining.result();
        assertThat(it.join(10, SECONDS)).isTrue();
    }

    /** Nobody calls anything afterwards: whoever sweeps the dead one drops the rest, and those who wait are told. */
    @ParameterizedTest
    @KillPointSource(names = "SHUTDOWN_.*")
    void whoWaitsIsTold(KillPoint point) throws InterruptedException {
        JoinableQueue<String> it = mp.joinableQueue();
        JoinableQueue<String> empty = mp.joinableQueue();
        for (int i = 0; i < 300; i++) {
            it.put("item " + i);
        }
        Actor.Call<Boolean> joining = anna.beginTo(it::join).awaitAsleep();
        kill(point, () -> it.shutdown(true));
        joining.result();
        Actor.Call<String> taking = bert.begin(() -> empty.take()).awaitAsleep();
        Actor.Action shutdown = () -> empty.shutdown(true);
        if (point.name().equals("SHUTDOWN_SET")) {
            kill(point, shutdown);
        } else {
            shutdownElsewhere(shutdown);
        }
        assertThat(taking.failure()).isInstanceOf(QueueShutdownException.class);
    }

    private void shutdownElsewhere(Actor.Action shutdown) throws InterruptedException {
        mp.process(shutdown::run).start().join();
    }
}
