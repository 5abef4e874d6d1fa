package dev.multiproc.launcher.args;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a rate such as {@code 100/s}, {@code 30/m} or {@code 0.5/s} as the time between two events. */
public final class RateConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10}(?:\\.\\d{1,9})?)/([smh])");
    private static final Map<String, Duration> UNITS =
            Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || new BigDecimal(matcher.group(1)).signum() == 0) {
            throw new TypeConversionException(
                    "'" + text + "' is not a rate: write how many in which time, such as 100/s or 30/m");
        }
        BigDecimal unitNanos = BigDecimal.valueOf(UNITS.get(matcher.group(2)).toNanos());
        BigDecimal nanos = unitNanos.divide(new BigDecimal(matcher.group(1)), 0, RoundingMode.HALF_UP);
        if (nanos.compareTo(MAX_NANOS) > 0) {
            throw new TypeConversionException("'" + text + "' is less than one in 292 years");
        }
        return Duration.ofNanos(Math.max(1, nanos.longValue()));
    }
}
