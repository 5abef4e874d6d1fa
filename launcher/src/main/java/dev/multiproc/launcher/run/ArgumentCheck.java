package dev.multiproc.launcher.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks the values of options; throws with a one-line message when a value is invalid. */
record ArgumentCheck(CommandSpec spec) {
    long atLeast(String option, long value, long min) {
        if (value < min) {
            throw invalid(option + " must be at least " + min + ", not " + value);
        }
        return value;
    }

    long atMost(String option, long value, long max) {
        if (value > max) {
            throw invalid(option + " must be at most " + max + ", not " + value);
        }
        return value;
    }

    int inRange(String option, int value, int min, int max) {
        return (int) atMost(option, atLeast(option, value, min), max);
    }

    /** Refuses two options that say the same thing. */
    void together(String option, Object value, String other, Object otherValue) {
        if (value != null && otherValue != null) {
            throw invalid(option + " and " + other + " say the same thing in two ways: give one of them");
        }
    }

    /** Refuses an option that has no meaning for the user's own work. */
    void onlyOfTheTutorials(String option, Object value, Work work) {
        if (value != null && !work.isOfTheTutorials()) {
            throw invalid(option + " is for the built-in producers and consumers: leave it out beside your own");
        }
    }

    void positive(String option, Duration value) {
        if (value.isZero()) {
            throw invalid(option + " must be longer than nothing");
        }
    }

    /** Checked before the run, so that an unwritable file is reported at once and not after an hour. */
    void writable(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw invalid(option + " needs a file, and " + file + " is a directory");
        }
        if (!Files.isDirectory(file.getParent())) {
            throw invalid(option + " cannot write " + file + ": the directory " + file.getParent() + " does not exist");
        }
        if (!Files.isWritable(Files.exists(file) ? file : file.getParent())) {
            throw invalid(option + " cannot write " + file + ": permission denied");
        }
    }

    /** Creates a directory that does not exist. */
    void directory(String option, Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw invalid(option + " cannot have " + directory + ": " + e);
        }
        if (!Files.isWritable(directory)) {
            throw invalid(option + " cannot write to " + directory + ": permission denied");
        }
    }

    ParameterException invalid(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
