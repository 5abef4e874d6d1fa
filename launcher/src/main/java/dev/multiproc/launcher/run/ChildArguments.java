package dev.multiproc.launcher.run;

import dev.multiproc.RestartPolicy;
import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.RestartConverter;
import dev.multiproc.launcher.args.SizeConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command-line options for starting and ending the child JVMs. */
final class ChildArguments {
    private static final long MIN_HEAP_BYTES = 8L << 20;
    private static final int FIRST_DEBUG_PORT = 5005;
    private static final Pattern DEBUGGED = Pattern.compile("(producer|consumer)-([1-9]\\d{0,3})(?::(\\d{1,5}))?");
    private static final List<String> CLASS_PATH_FLAGS = List.of("-cp", "-classpath", "--class-path");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Each child's heap: 64m. By default all children together may take half of the memory.")
    private Long heap;

    @Option(
            names = "--jvm-arg",
            paramLabel = "ARG",
            description = "A flag for each child's JVM, such as --jvm-arg=-Xss512k. Can be repeated.")
    private List<String> jvmArgs = new ArrayList<>();

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description =
                    "How long children that are told to end may take before they are killed (default: ${DEFAULT-VALUE}).")
    private Duration grace;

    @Option(
            names = "--restart",
            paramLabel = "WHEN",
            defaultValue = "never",
            converter = RestartConverter.class,
            description =
                    "Whether a child that fails is started again: never, on-failure, or on-failure:K for at most K times"
                            + " (default: ${DEFAULT-VALUE}; on-failure is 5 times a minute). After 100 ms at first, then twice as long each"
                            + " time, at most 10 s.")
    private RestartPolicy restart;

    @Option(
            names = "--debug",
            paramLabel = "ROLE-N[:PORT]",
            description =
                    "A child that waits for a debugger on a port of its own, such as consumer-2:5006 (default port: 5005, then"
                            + " the next ones). Can be repeated.")
    private List<String> debugged = new ArrayList<>();

    /** The validated options. */
    ChildSettings settings(int producers, int consumers) {
        ArgumentCheck check = new ArgumentCheck(spec);
        for (String arg : jvmArgs) {
            if (!arg.startsWith("-")) {
                throw check.invalid("--jvm-arg must begin with a hyphen, as in --jvm-arg=-Xss512k, not " + arg);
            }
            if (CLASS_PATH_FLAGS.contains(arg)) {
                throw check.invalid("--jvm-arg cannot be " + arg + ": children have the class path of multiproc");
            }
        }
        long heapBytes =
                heap != null ? check.atLeast("--heap", heap, MIN_HEAP_BYTES) : Memory.shareOf(producers + consumers);
        return new ChildSettings(heapBytes, List.copyOf(jvmArgs), restart, ports(producers, consumers), grace);
    }

    private Map<String, Integer> ports(int producers, int consumers) {
        Map<String, Integer> ports = new TreeMap<>();
        int next = FIRST_DEBUG_PORT;
        for (String wish : debugged) {
            Matcher matcher = DEBUGGED.matcher(wish);
            if (!matcher.matches()) {
                throw new ArgumentCheck(spec)
                        .invalid("--debug needs a role, a number and perhaps a port, such as consumer-2 or"
                                + " producer-1:5006, not " + wish);
            }
            int most = matcher.group(1).equals("producer") ? producers : consumers;
            if (Integer.parseInt(matcher.group(2)) > most) {
                throw new ArgumentCheck(spec)
                        .invalid("--debug " + wish + ": there are only " + most + " " + matcher.group(1)
                                + (most == 1 ? "" : "s"));
            }
            int port = matcher.group(3) == null ? next : Integer.parseInt(matcher.group(3));
            next = port + 1;
            ports.put(matcher.group(1) + "-" + matcher.group(2), port);
        }
        return ports;
    }
}
