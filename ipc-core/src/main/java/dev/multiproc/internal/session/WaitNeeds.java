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

/** What waits ask of their session. One class: each lambda takes a new JVM a millisecond. */
record WaitNeeds(
        WaitStrategy strategy,
        WakeUpChannels channels,
        StartPhase startPhase,
        Liveness liveness,
        ProcessTable processes)
        implements Supplier<Parker>, IntConsumer, IntSupplier {
    /** By what threads sleep. */
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

    /** Looks at a slot whose process may be dead. */
    @Override
    public void accept(int slot) {
        liveness.suspect(slot);
    }

    /** The slot from which on none was ever used. */
    @Override
    public int getAsInt() {
        return processes.limit();
    }
}
