package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.SizeConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say how the children's JVMs are started and ended. */
final class ChildArguments {
    private static final long LEAST_HEAP = 8L << 20;
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

    /** What was asked for, checked. */
    ChildChoice choice(int children) {
        ArgumentCheck check = new ArgumentCheck(spec);
        for (String arg : jvmArgs) {
            if (!arg.startsWith("-")) {
                throw check.wrong("--jvm-arg must begin with a hyphen, as in --jvm-arg=-Xss512k, not " + arg);
            }
            if (CLASS_PATH_FLAGS.contains(arg)) {
                throw check.wrong("--jvm-arg cannot be " + arg + ": children have the class path of multiproc");
            }
        }
        long heapBytes = heap != null ? check.atLeast("--heap", heap, LEAST_HEAP) : Memory.shareOf(children);
        return new ChildChoice(heapBytes, List.copyOf(jvmArgs), grace);
    }
}
