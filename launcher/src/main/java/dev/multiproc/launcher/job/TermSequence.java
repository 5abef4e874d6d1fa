package dev.multiproc.launcher.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How a job is ended: signals, and how long to wait after each for the job's end.
 *
 * @param steps in their order, not empty
 */
public record TermSequence(List<Step> steps) {
    /** That of GNU parallel. */
    public static final String DEFAULT = "TERM,200,TERM,100,TERM,50,KILL,25";

    private static final Set<String> SIGNALS = Set.of(
            "ABRT", "ALRM", "CONT", "HUP", "INT", "KILL", "PIPE", "QUIT", "STOP", "TERM", "TSTP", "TTIN", "TTOU",
            "USR1", "USR2");
    private static final long MAX_MILLIS = 86_400_000;

    /** Copies the steps. */
    public TermSequence {
        steps = List.copyOf(steps);
    }

    /**
     * A signal, and how long to wait then.
     *
     * @param signal its name without SIG
     * @param pause how long the job has to end
     */
    public record Step(String signal, Duration pause) {}

    /** Parses {@code TERM,200,KILL,25}: signals, each with the milliseconds to wait after it. */
    public static final class Converter implements ITypeConverter<TermSequence> {
        @Override
        public TermSequence convert(String text) {
            String[] words = text.split(",", -1);
            if (words.length % 2 != 0) {
                throw wrong(text, "it has no time after its last signal");
            }
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < words.length; i += 2) {
                steps.add(new Step(signal(text, words[i]), wait(text, words[i + 1])));
            }
            return new TermSequence(steps);
        }

        private static String signal(String text, String word) {
            String name = word.toUpperCase(Locale.ROOT);
            String signal = name.startsWith("SIG") ? name.substring("SIG".length()) : name;
            if (!SIGNALS.contains(signal)) {
                throw wrong(text, "there is no signal '" + word + "'");
            }
            return signal;
        }

        private static Duration wait(String text, String word) {
            if (!word.matches("\\d{1,9}") || Long.parseLong(word) > MAX_MILLIS) {
                throw wrong(text, "'" + word + "' is no number of milliseconds up to a day");
            }
            return Duration.ofMillis(Long.parseLong(word));
        }

        private static TypeConversionException wrong(String text, String why) {
            return new TypeConversionException(
                    "'" + text + "': " + why + ": write signals and milliseconds, such as " + DEFAULT);
        }
    }
}
