package dev.multiproc.internal.session;

import dev.multiproc.Options.WaitStrategy;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.park.Parker;
import dev.multiproc.internal.park.Parkers;
import dev.multiproc.internal.park.StartPhase;
import dev.multiproc.internal.park.WakeUpChannels;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What waits need from their session. One class rather than lambdas, each of which costs a new JVM a millisecond. */
record WaitNeeds(
        WaitStrategy strategy,
        WakeUpChannels channels,
        StartPhase startPhase,
        Liveness liveness,
        ProcessTable processes)
        implements Supplier<Parker>, IntConsumer, IntSupplier {
    /** How threads sleep. */
    @Override
    public Parker get() {
        Parkers.Choice choice =
                switch (strategy) {
                    case AUTO -> Parkers.Choice.AUTO;
                    case FUTEX -> Parkers.Choice.FUTEX;
                    case SOCKET -> Parkers.Choice.SOCKET;
                };
        return Parkers.chooseLater(choice, channels, startPhase);
    }

    /** Checks a slot whose process may be dead. */
    @Override
    public void accept(int slot) {
        liveness.suspect(slot);
    }

    /** The first slot that was never used; nor was any after it. */
    @Override
    public int getAsInt() {
        return processes.limit();
    }
}
