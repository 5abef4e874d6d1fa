package dev.multiproc.launcher.job;

import dev.multiproc.launcher.args.DurationConverter;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How long a job may take: a time, or a part of what the jobs before it took.
 *
 * @param fixed the time; empty if it depends on the other jobs
 * @param percent of the median time of the jobs that were done; 0 if the time is fixed
 */
public record TimeLimit(Optional<Duration> fixed, int percent) {
    private static final int MAX_PERCENT = 1_000_000;

    /** Parses {@code 30s} or {@code 200%}. A number without a unit is in seconds, as in GNU parallel. */
    public static final class Converter implements ITypeConverter<TimeLimit> {
        @Override
        public TimeLimit convert(String text) {
            if (text.endsWith("%")) {
                return new TimeLimit(Optional.empty(), percent(text));
            }
            Duration time = time(text);
            if (time.isZero()) {
                throw new TypeConversionException("'" + text + "' leaves no time: write a time such as 30s, or 200%");
            }
            return new TimeLimit(Optional.of(time), 0);
        }

        private static int percent(String text) {
            String number = text.substring(0, text.length() - 1);
            if (!number.matches("\\d{1,7}")
                    || Integer.parseInt(number) > MAX_PERCENT
                    || Integer.parseInt(number) == 0) {
                throw new TypeConversionException(
                        "'" + text + "' is no part of the median time: write a whole number such as 200%");
            }
            return Integer.parseInt(number);
        }

        private static Duration time(String text) {
            String withUnit = text.matches("\\d+(\\.\\d+)?") ? text + "s" : text;
            try {
                return new DurationConverter().convert(withUnit);
            } catch (TypeConversionException e) {
                throw new TypeConversionException("'" + text
                        + "' is no time limit: write a time such as 30s, or a part of the median such as 200%");
            }
        }
    }
}
