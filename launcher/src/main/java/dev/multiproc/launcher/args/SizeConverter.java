package dev.multiproc.launcher.args;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a size such as {@code 64B}, {@code 64k}, {@code 1m} or {@code 2g} as a number of bytes; k is 1024. */
public final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})([bkmg]?)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> UNIT_BYTES =
            Map.of("", 1L, "b", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30);

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a size: write a number and its unit, such as 64B, 64k or 1m");
        }
        long unitBytes = UNIT_BYTES.get(matcher.group(2).toLowerCase(Locale.ROOT));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unitBytes);
        } catch (ArithmeticException tooLarge) {
            throw new TypeConversionException("'" + text + "' is more than any machine has");
        }
    }
}
