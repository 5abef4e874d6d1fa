package dev.multiproc.internal.launch;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The flags that the library gives to child JVMs. The user's come behind them and win. */
final class ChildFlags {
    private static final int NEWEST_KNOWN = 25;
    private static final int FIRST_WITH_UTF_8 = 18;
    private static final int FIRST_WITH_UNSAFE_WARNING = 23;
    /** The compilers of these take some 8 MB more while they begin, and give it back to the C library, which keeps it. */
    private static final int FIRST_THAT_KEEPS_COMPILER_MEMORY = 22;

    private static final List<String> OTHER_C_LIBRARIES =
            List.of("/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1");
    /** This library's, and those of what it stands on, that call native code. */
    private static final List<String> NATIVE_MODULES =
            List.of("dev.multiproc.core", "com.sun.jna", "chronicle.core", "posix", "affinity");

    private static final double HEAP_PERCENT = 25.0;
    private static final double MIN_HEAP_PERCENT = 2.0;

    private ChildFlags() {}

    /**
     * The flags of a child.
     *
     * @param userFlags what its user gives, on the command line or in the environment
     * @param feature the version of its JVM
     */
    static List<String> beside(List<String> userFlags, int feature) {
        List<String> flags = new ArrayList<>();
        if (isHotSpot()) {
            if (!choosesCollector(userFlags)) {
                flags.add("-XX:+UseSerialGC");
            }
            flags.add("-XX:MaxRAMPercentage=" + heapPercent());
            // It grows when it must. A large one keeps garbage that an idle child never collects.
            flags.add("-XX:InitialRAMPercentage=0.1");
            // What a short child does once is not worth compiling; what it does often is compiled a little later.
            flags.add("-XX:CompileThresholdScaling=10");
            if (feature >= FIRST_THAT_KEEPS_COMPILER_MEMORY && canTrim()) {
                flags.add("-XX:TrimNativeHeapInterval=5000");
            }
            if (feature <= NEWEST_KNOWN) {
                // The JVM's own archive of classes lies at the same address in all children: they share its pages, and
                // none has to adapt them.
                flags.add("-XX:+UnlockDiagnosticVMOptions");
                flags.add("-XX:ArchiveRelocationMode=0");
            }
        }
        // No package is opened here: that costs a JVM a quarter of its start, and Chronicle's are opened when it is
        // loaded.
        if (feature >= FIRST_WITH_UNSAFE_WARNING) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        addEncodings(flags);
        return flags;
    }

    /** This JVM's own: what a child prints goes to the same terminal. */
    private static void addEncodings(List<String> flags) {
        flags.add("-Dfile.encoding=" + richer(Charset.defaultCharset().name()));
        for (String stream : List.of("stdout", "stderr")) {
            String encoding = richer(streamEncoding(stream));
            flags.add("-D" + stream + ".encoding=" + encoding);
            flags.add("-Dsun." + stream + ".encoding=" + encoding);
        }
    }

    private static String streamEncoding(String stream) {
        for (String name : List.of(stream + ".encoding", "sun." + stream + ".encoding")) {
            String encoding = System.getProperty(name);
            if (encoding != null) {
                return encoding;
            }
        }
        // Up to JDK 17 a stream that is no terminal has the default, from then on the locale's.
        return Runtime.version().feature() < FIRST_WITH_UTF_8
                ? Charset.defaultCharset().name()
                : System.getProperty("native.encoding", "UTF-8");
    }

    /** A locale that knows ASCII only is mostly one that nobody has set, and whoever reads ASCII reads that in UTF-8 too. */
    private static String richer(String encoding) {
        return !Charset.isSupported(encoding) || Charset.forName(encoding).equals(StandardCharsets.US_ASCII)
                ? "UTF-8"
                : encoding;
    }

    /** Those of a child that has named modules, of which it knows these: what {@link #beside} allows all without a name. */
    static List<String> forNamed(List<String> modules, int feature) {
        List<String> known = new ArrayList<>(NATIVE_MODULES);
        known.retainAll(modules);
        return feature < FIRST_WITH_UNSAFE_WARNING || known.isEmpty()
                ? List.of()
                : List.of("--enable-native-access=" + String.join(",", known));
    }

    /** A JVM does not start with a flag that it does not know, and diagnostic ones come and go. */
    static boolean hasKnownDiagnostics() {
        return Runtime.version().feature() <= NEWEST_KNOWN;
    }

    /** Where it cannot the JVM says so in the child's output. */
    private static boolean canTrim() {
        boolean canTrim = System.getProperty("os.name", "").equals("Linux");
        for (String file : OTHER_C_LIBRARIES) {
            canTrim &= !new File(file).exists();
        }
        return canTrim;
    }

    /** Others have other flags. */
    static boolean isHotSpot() {
        String name = System.getProperty("java.vm.name", "");
        return name.contains("HotSpot") || name.contains("OpenJDK");
    }

    /** A JVM that is given two collectors does not start. */
    static boolean choosesCollector(List<String> userFlags) {
        // No streams where a child is started: the first one takes a JVM milliseconds.
        for (String flag : userFlags) {
            if (choosesCollector(flag)) {
                return true;
            }
        }
        return false;
    }

    static boolean choosesCollector(String flag) {
        return flag.startsWith("-XX:+Use") && flag.endsWith("GC");
    }

    /** A part of what one JVM would take, since there will be several. */
    private static double heapPercent() {
        return Math.max(MIN_HEAP_PERCENT, HEAP_PERCENT / Runtime.getRuntime().availableProcessors());
    }
}
