package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.SizeConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command-line options for starting and ending the child JVMs. */
final class ChildArguments {
    private static final long MIN_HEAP_BYTES = 8L << 20;
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

    /** The validated options. */
    ChildSettings settings(int children) {
        ArgumentCheck check = new ArgumentCheck(spec);
        for (String arg : jvmArgs) {
            if (!arg.startsWith("-")) {
                throw check.invalid("--jvm-arg must begin with a hyphen, as in --jvm-arg=-Xss512k, not " + arg);
            }
            if (CLASS_PATH_FLAGS.contains(arg)) {
                throw check.invalid("--jvm-arg cannot be " + arg + ": children have the class path of multiproc");
            }
        }
        long heapBytes = heap != null ? check.atLeast("--heap", heap, MIN_HEAP_BYTES) : Memory.shareOf(children);
        return new ChildSettings(heapBytes, List.copyOf(jvmArgs), grace);
    }
}
