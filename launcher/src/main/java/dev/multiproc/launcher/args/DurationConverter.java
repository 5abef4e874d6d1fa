package dev.multiproc.launcher.args;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a duration such as {@code 500ms}, {@code 30s}, {@code 1.5s}, {@code 1m} or {@code 0}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)([a-z]*)");
    private static final Map<String, Long> UNIT_NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw notADuration(text);
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        Long unitNanos = UNIT_NANOS.get(matcher.group(2));
        if (unitNanos == null && matcher.group(2).isEmpty() && number.signum() == 0) {
            return Duration.ZERO;
        }
        if (unitNanos == null) {
            throw notADuration(text);
        }
        BigDecimal nanos = number.multiply(BigDecimal.valueOf(unitNanos));
        if (nanos.compareTo(MAX_NANOS) > 0) {
            throw new TypeConversionException("'" + text + "' is longer than 292 years");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static TypeConversionException notADuration(String text) {
        return new TypeConversionException(
                "'" + text + "' is not a duration: write a number and its unit, such as 500ms, 30s or 1m");
    }
}
