package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.internal.session.Occupants;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests in which a child is ended at a named place, and this process, with actors in it, goes on. */
@ExtendWith(LeavesNothingBehind.class)
abstract class KillPointContract {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 20;

    private Cast cast;
    Multiprocessing mp;
    Actor anna;
    Actor bert;

    @BeforeEach
    final void open() throws InterruptedException {
        cast = Cast.ofThreads();
        mp = cast.session();
        anna = cast.hire();
        bert = cast.hire();
    }

    @AfterEach
    final void close() {
        cast.close();
    }

    /** Does something, and is ended meanwhile. */
    record Victim(String killAt, Actor.Action action) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            action.run();
        }
    }

    /** Starts a child that is ended at a place: a name, or {@code NAME:N}. */
    final ChildProcess start(String killAt, Actor.Action action) {
        return mp.process(new Victim(killAt, action)).start();
    }

    static void assertKilled(ChildProcess victim) throws InterruptedException {
        victim.join();
        assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
    }

    final void kill(KillPoint point, Actor.Action action) throws InterruptedException {
        assertKilled(start(point.name(), action));
    }

    /**
     * Has children that die until it is ended while it sweeps one of them: others may be quicker.
     *
     * @param meanwhile what it does until each child has died
     */
    record Sweeper(KillPoint point, Victim child, Actor.Action meanwhile) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(point.name());
            for (int i = 0; i < ATTEMPTS; i++) {
                ChildProcess process = Multiprocessing.current().process(child).start();
                while (process.isAlive()) {
                    meanwhile.run();
                }
                process.join();
                // The next one would outlive this process, whose janitor may be at the place now.
                awaitProcesses(Multiprocessing.current(), 2);
            }
        }
    }

    /** Ends a child at a place while it sweeps its own child, which was ended at another. */
    final void killSweeper(KillPoint point, Victim child, Actor.Action meanwhile) throws InterruptedException {
        assertKilled(mp.process(new Sweeper(point, child, meanwhile)).start());
        // Until then what the dead were given may go to others.
        awaitProcesses(mp, 1);
    }

    /** Waits until as many processes are in the session, dead ones that are not swept counted. */
    private static void awaitProcesses(Multiprocessing session, int count) {
        await().atMost(PATIENCE).until(() -> Occupants.in(session) <= count);
    }

    final void killSweeper(KillPoint point, Victim child) throws InterruptedException {
        killSweeper(point, child, Thread::onSpinWait);
    }
}
