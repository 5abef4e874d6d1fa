package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildOptions;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.launch.OutputCapture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that fails gives back what it has taken, whatever comes. */
class JvmChildTest {
    private static final Reservation SLOT = new Reservation(3, 1);

    /** Has a start fail before the process is there, or after. */
    private static final class Host implements ChildHost {
        private final Throwable failure;
        private final boolean isLate;
        private final List<Reservation> cancelled = new ArrayList<>();
        private Process process;

        Host(Throwable failure, boolean isLate) {
            this.failure = failure;
            this.isLate = isLate;
        }

        @Override
        public void checkMayStart() {}

        @Override
        public Reservation prepare(
                String name, String identity, boolean daemon, ChildOptions ownOptions, ProcessTask task) {
            return SLOT;
        }

        @Override
        public Optional<OutputCapture> capture(ChildOptions ownOptions, String name, boolean isRestart) {
            return Optional.empty();
        }

        @Override
        public Process start(Reservation prepared, Optional<OutputCapture> output) throws IOException {
            if (!isLate) {
                fail();
            }
            process = new ProcessBuilder("sleep", "600").start();
            return process;
        }

        private void fail() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public void started(Reservation prepared, JvmChild child, long pid) {
            try {
                fail();
            } catch (IOException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public ChildHost placeFor(ChildOptions ownOptions) {
            return this;
        }

        @Override
        public void interrupt(Reservation prepared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancelled(Reservation prepared, JvmChild child) {
            cancelled.add(prepared);
        }

        @Override
        public Ending ended(Reservation prepared, String name) {
            return new Ending(0, Optional.empty(), List.of());
        }

        @Override
        public void forget(JvmChild child) {}

        @Override
        public Optional<ChildFailedException> startFailure(
                Reservation prepared,
                String name,
                int exitCode,
                boolean isEndRequested,
                Optional<OutputCapture> output) {
            return Optional.empty();
        }

        @Override
        public boolean isStartReported(int exitCode) {
            return false;
        }

        @Override
        public void failed(JvmChild child, int exitCode) {}

        @Override
        public void asked(JvmChild child) {}
    }

    private static Throwable failure(String kind) {
        return switch (kind) {
            case "error" -> new OutOfMemoryError("unable to create native thread");
            case "exception" -> new IllegalArgumentException("Invalid environment variable value");
            default -> new IOException("no such directory");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "exception", "refusal"})
    void theSlotComesBack(String kind) {
        Host host = new Host(failure(kind), false);
        JvmChild child = new JvmChild(host, "child", "1", false, () -> {});
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(child::start)
                    .isInstanceOf(kind.equals("refusal") ? MultiprocessingException.class : host.failure.getClass());
            assertThat(host.cancelled).hasSize(attempt).containsOnly(SLOT);
            assertThat(child.pid()).isEmpty();
            assertThat(child.isAlive()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "exception"})
    void aProcessThatIsThereAlreadyGoes(String kind) {
        Host host = new Host(failure(kind), true);
        JvmChild child = new JvmChild(host, "child", "1", false, () -> {});
        assertThatThrownBy(child::start).isSameAs(host.failure);
        assertThat(host.process.isAlive()).isFalse();
        assertThat(host.cancelled).containsExactly(SLOT);
        assertThat(child.isAlive()).isFalse();
    }
}
