package dev.multiproc.launcher.job;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * When to stop before all jobs are done, and how.
 *
 * @param when whether running jobs are ended
 * @param what the jobs that are counted
 * @param count how many of them there must be; or the percentage of all jobs
 * @param isPercent whether {@code count} is a percentage
 */
public record Halt(When when, What what, int count, boolean isPercent) {
    /** Never stops early. */
    public static final Halt NEVER = new Halt(When.NEVER, What.DONE, 0, false);

    private static final Pattern FORM = Pattern.compile("(now|soon),(fail|success|done)=(\\d{1,9})(%?)");
    private static final int ALL = 100;

    /** What becomes of running jobs. */
    public enum When {
        /** Nothing: it never stops early. */
        NEVER,
        /** They end by themselves, no other job is started. */
        SOON,
        /** They are ended. */
        NOW
    }

    /** Which jobs count. */
    public enum What {
        /** Those that failed. */
        FAIL,
        /** Those that did not fail. */
        SUCCESS,
        /** All that have ended. */
        DONE
    }

    /**
     * Whether to stop.
     *
     * @param succeeded how many jobs ended well
     * @param failed how many jobs failed
     * @param total how many jobs there are in all, for a percentage
     */
    public boolean isReached(long succeeded, long failed, long total) {
        if (when == When.NEVER) {
            return false;
        }
        long reached =
                switch (what) {
                    case FAIL -> failed;
                    case SUCCESS -> succeeded;
                    case DONE -> succeeded + failed;
                };
        return reached > 0 && (isPercent ? reached * ALL >= total * count : reached >= count);
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return when == When.NEVER
                ? "never"
                : (when + "," + what).toLowerCase(Locale.ROOT) + "=" + count + (isPercent ? "%" : "");
    }

    /** Parses {@code never} or {@code now|soon,fail|success|done=N|N%}. */
    public static final class Converter implements ITypeConverter<Halt> {
        @Override
        public Halt convert(String text) {
            if (text.equals("never")) {
                return NEVER;
            }
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw wrong(text, "it is of no known form");
            }
            int count = Integer.parseInt(matcher.group(3));
            boolean isPercent = !matcher.group(4).isEmpty();
            if (count == 0) {
                throw wrong(text, "it would stop before the first job");
            }
            if (isPercent && count > ALL) {
                throw wrong(text, "there are never more than 100% of the jobs");
            }
            return new Halt(
                    When.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                    What.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)),
                    count,
                    isPercent);
        }

        private static TypeConversionException wrong(String text, String why) {
            return new TypeConversionException("'" + text + "': " + why
                    + ": write never, or now or soon, and a number of jobs, such as soon,fail=1 or now,done=10%");
        }
    }
}
