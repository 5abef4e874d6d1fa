package dev.multiproc.sync;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.internal.session.Rescues;
import dev.multiproc.testing.LeavesNothingBehind;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand interrupts at random moments in each blocking call: nothing is lost, and nobody is left waiting. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(
        value = Options.WaitStrategy.class,
        names = {"AUTO", "SOCKET"})
class InterruptStormTest extends StormContract {
    private final Options.WaitStrategy strategy;

    InterruptStormTest(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    @Override
    Multiprocessing openSession() {
        return Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
    }

    @Override
    long rescues(Multiprocessing of) {
        return Rescues.in(of);
    }
}
