package dev.multiproc.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ParentProgram.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A JVM that ends before it has joined the session says so to its parent. */
@ExtendWith(LeavesNothingBehind.class)
class ChildThatNeverBeganIT {
    private static final Options WITHOUT_SENSE = Options.defaults().withJvmArgs("-XX:+NoSuchFlag");

    /** Starts a child with a flag that no JVM knows. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Options options = arguments.length == 0 ? WITHOUT_SENSE : WITHOUT_SENSE.withFailedStartsReported(false);
            try (Multiprocessing mp = Multiprocessing.open(options)) {
                mp.process("cook", () -> {}).start().join();
            }
        }
    }

    @Test
    void itsFailureSaysWhatTheJvmSays() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(WITHOUT_SENSE.withFailedStartsReported(false))) {
            ChildProcess child = mp.process("cook", () -> {}).start();
            child.join();
            assertThat(child.exitCode()).hasValue(1);
            assertThat(child.failure()).hasValueSatisfying(failure -> assertThat(failure)
                    .hasMessageStartingWith(
                            "the JVM of child process cook ended (1) before it joined the session; started again it says:"
                                    + " Unrecognized VM option 'NoSuchFlag'")
                    .hasCauseInstanceOf(dev.multiproc.MultiprocessingException.class)
                    .extracting(ChildFailedException::remoteTrace)
                    .asString()
                    .contains("Could not create the Java Virtual Machine"));
        }
    }

    @Test
    void oneThatEndsWellHasNotDoneItsTaskEither() throws Exception {
        Options options = Options.defaults().withJvmArgs("-version").withFailedStartsReported(false);
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            ChildProcess child = mp.process("cook", () -> {}).start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(child.failure()).hasValueSatisfying(failure -> assertThat(failure)
                    .hasMessageStartingWith("the JVM of child process cook ended (0) before it joined the session"));
        }
    }

    @Test
    void aLineOnStandardErrorSaysItToo() throws Exception {
        try (ParentProgram parent = Setup.plain().start(Parent.class)) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.errors())
                    .filteredOn(line -> line.startsWith("Process "))
                    .containsExactly(
                            "Process cook: the JVM of child process cook ended (1) before it joined the session;"
                                    + " started again it says: Unrecognized VM option 'NoSuchFlag'");
        }
    }

    @Test
    void unlessItIsToBeSilent() throws Exception {
        try (ParentProgram parent = Setup.plain().start(Parent.class, "silent")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.errors()).noneMatch(line -> line.startsWith("Process "));
        }
    }

    @Test
    void oneThatIsKilledByItsParentHasNotFailed() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            for (int i = 0; i < 5; i++) {
                ChildProcess child = mp.process(() -> {}).start();
                child.kill();
                child.join();
                assertThat(child.failure()).isEmpty();
            }
        }
    }

    @Test
    void oneWhoseTaskEndsItAtOnceHasBegun() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess child = mp.process(() -> Runtime.getRuntime().halt(3)).start();
            child.join();
            assertThat(child.exitCode()).hasValue(3);
            assertThat(child.failure().orElseThrow()).hasMessageEndingWith("ended with exit code 3");
        }
    }
}
