package dev.multiproc.launcher.args;

import dev.multiproc.RestartPolicy;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses {@code never}, {@code on-failure} or {@code on-failure:K}. */
public final class RestartConverter implements ITypeConverter<RestartPolicy> {
    private static final Pattern FORM = Pattern.compile("never|on-failure(?::(\\d{1,9}))?");
    private static final int TIMES_A_MINUTE = 5;

    @Override
    public RestartPolicy convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is none of never, on-failure, on-failure:K");
        }
        if (text.equals("never")) {
            return RestartPolicy.never();
        }
        return matcher.group(1) == null
                ? RestartPolicy.onFailure().withMax(TIMES_A_MINUTE, Duration.ofMinutes(1))
                : RestartPolicy.onFailure().withMax(Integer.parseInt(matcher.group(1)));
    }
}
