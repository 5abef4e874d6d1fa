package dev.multiproc.launcher.run;

import dev.multiproc.launcher.ExitCode;
import java.util.OptionalInt;

/**
 * How a run ended.
 *
 * @param abortCode the exit code if the run was interrupted, timed out or was stopped early; empty if it ended normally
 * @param reason why it was aborted; empty if it ended normally
 */
record Termination(OptionalInt abortCode, String reason) {
    static Termination normal() {
        return new Termination(OptionalInt.empty(), "");
    }

    static Termination interrupted(int exitCode) {
        return new Termination(OptionalInt.of(exitCode), "interrupted by signal " + (exitCode - ExitCode.SIGNAL_BASE));
    }

    static Termination halted(boolean isFailure, String reason) {
        return new Termination(OptionalInt.of(isFailure ? ExitCode.CHECK_FAILED : ExitCode.DONE), reason);
    }

    static Termination timedOut(String reason) {
        return new Termination(OptionalInt.of(ExitCode.TIMED_OUT), reason);
    }
}
