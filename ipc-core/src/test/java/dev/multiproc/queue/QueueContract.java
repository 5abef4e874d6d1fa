package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.LeavesNothingBehind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What {@link SharedQueue} and {@link JoinableQueue} promise, whatever keeps the items, written once, topic by topic, and run among
 * threads of one process and across processes. A subclass says who the actors are, and has any engine's queues tested by the
 * session that it opens.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LeavesNothingBehind.class)
@Timeout(30)
abstract class QueueContract
        implements QueueTransferContract,
                QueueBoundContract,
                QueueBatchContract,
                QueueItemContract,
                QueueInterruptContract,
                QueueShutdownContract,
                ImmediateShutdownContract,
                QueueEndContract,
                QueueJoinContract,
                DeliveryContract,
                LeaseContract,
                DelayedRetryContract,
                DeadLetterContract,
                RedriveContract,
                ForwardContract {
    /** In this process; null in children. */
    private static volatile Multiprocessing local;

    private Cast cast;
    private Actor anna;
    private Actor bert;
    private Actor carl;

    /** The session and its actors. */
    abstract Cast cast(Options options);

    /** How many processes were killed, of which each may have taken a wake-up along. */
    int killed() {
        return 0;
    }

    @BeforeAll
    final void open() {
        cast = cast(Options.defaults().withDeserializationFilter("!" + RefusedItem.class.getName() + ";*"));
        local = cast.session();
    }

    /** For each test: what one that failed has left blocked disturbs no other. */
    @BeforeEach
    final void hire() throws InterruptedException {
        anna = cast.hire();
        bert = cast.hire();
        carl = cast.hire();
    }

    @AfterAll
    final void close() throws InterruptedException {
        try {
            assertThat(cast.rescues())
                    .as("waits that only the safety net has ended")
                    .isLessThanOrEqualTo(killed());
        } finally {
            cast.close();
            local = null;
        }
    }

    /** The session, for an actor: of this process or of its own. */
    static Multiprocessing session() {
        Multiprocessing here = local;
        return here != null ? here : Multiprocessing.current();
    }

    final Cast cast() {
        return cast;
    }

    @Override
    public final Multiprocessing mp() {
        return cast.session();
    }

    @Override
    public final Actor anna() {
        return anna;
    }

    @Override
    public final Actor bert() {
        return bert;
    }

    @Override
    public final Actor carl() {
        return carl;
    }
}
