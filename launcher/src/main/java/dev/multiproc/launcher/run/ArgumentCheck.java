package dev.multiproc.launcher.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses what makes no sense, in a line that says why. */
record ArgumentCheck(CommandSpec spec) {
    long atLeast(String option, long value, long least) {
        if (value < least) {
            throw wrong(option + " must be at least " + least + ", not " + value);
        }
        return value;
    }

    long atMost(String option, long value, long most) {
        if (value > most) {
            throw wrong(option + " must be at most " + most + ", not " + value);
        }
        return value;
    }

    int inRange(String option, int value, int least, int most) {
        return (int) atMost(option, atLeast(option, value, least), most);
    }

    void positive(String option, Duration value) {
        if (value.isZero()) {
            throw wrong(option + " must be longer than nothing");
        }
    }

    /** Said now, not after an hour's run. */
    void writable(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw wrong(option + " needs a file, and " + file + " is a directory");
        }
        if (!Files.isDirectory(file.getParent())) {
            throw wrong(option + " cannot write " + file + ": the directory " + file.getParent() + " does not exist");
        }
        if (!Files.isWritable(Files.exists(file) ? file : file.getParent())) {
            throw wrong(option + " cannot write " + file + ": permission denied");
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
