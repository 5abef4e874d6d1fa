package dev.multiproc.internal.launch;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The flags that the library gives to child JVMs. The user's flags follow them, and so override them. */
final class ChildFlags {
    private static final int NEWEST_KNOWN = 25;
    private static final int FIRST_WITH_UTF_8 = 18;
    private static final int FIRST_WITH_UNSAFE_WARNING = 23;
    /** In these JVMs, the compilers use some 8 MB more while they start, and free it; but the C library keeps it. */
    private static final int FIRST_THAT_KEEPS_COMPILER_MEMORY = 22;

    private static final List<String> OTHER_C_LIBRARIES =
            List.of("/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1");
    /** The modules of this library and its dependencies that call native code. */
    private static final List<String> NATIVE_MODULES =
            List.of("dev.multiproc.core", "com.sun.jna", "chronicle.core", "posix", "affinity");

    private static final double HEAP_PERCENT = 25.0;
    private static final double MIN_HEAP_PERCENT = 2.0;

    private ChildFlags() {}

    /**
     * The library's flags for a child.
     *
     * @param userFlags the user's flags, from the command line or the environment
     * @param feature the version of the child's JVM
     */
    static List<String> forChild(List<String> userFlags, int feature) {
        List<String> flags = new ArrayList<>();
        if (isHotSpot()) {
            if (!choosesCollector(userFlags)) {
                flags.add("-XX:+UseSerialGC");
            }
            flags.add("-XX:MaxRAMPercentage=" + heapPercent());
            // The heap grows when it must. In a large one an idle child would keep garbage that it never collects.
            flags.add("-XX:InitialRAMPercentage=0.1");
            // Code that a short-lived child runs once is not worth compiling; code that runs often is compiled a little
            // later.
            flags.add("-XX:CompileThresholdScaling=10");
            if (feature >= FIRST_THAT_KEEPS_COMPILER_MEMORY && canTrim()) {
                flags.add("-XX:TrimNativeHeapInterval=5000");
            }
            if (feature <= NEWEST_KNOWN) {
                // Maps the JVM's own archive of classes at the same address in all children, so that they share its
                // pages and need not relocate it.
                flags.add("-XX:+UnlockDiagnosticVMOptions");
                flags.add("-XX:ArchiveRelocationMode=0");
            }
        }
        // No package is opened here: that adds a quarter to a JVM's start. Those for Chronicle are opened when it is
        // loaded.
        if (feature >= FIRST_WITH_UNSAFE_WARNING) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        addEncodings(flags);
        return flags;
    }

    /** Gives children the encodings of this JVM, since their output goes to the same terminal. */
    private static void addEncodings(List<String> flags) {
        flags.add("-Dfile.encoding=" + utf8IfAscii(Charset.defaultCharset().name()));
        for (String stream : List.of("stdout", "stderr")) {
            String encoding = utf8IfAscii(streamEncoding(stream));
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
        // Up to JDK 17 a stream that is not a terminal has the default encoding, later that of the locale.
        return Runtime.version().feature() < FIRST_WITH_UTF_8
                ? Charset.defaultCharset().name()
                : System.getProperty("native.encoding", "UTF-8");
    }

    /** UTF-8 in place of ASCII: an ASCII locale usually means that none was set, and ASCII text is the same in UTF-8. */
    private static String utf8IfAscii(String encoding) {
        return !Charset.isSupported(encoding) || Charset.forName(encoding).equals(StandardCharsets.US_ASCII)
                ? "UTF-8"
                : encoding;
    }

    /** For a child with these named modules: the native access that {@link #forChild} allows to unnamed modules. */
    static List<String> forNamedModules(List<String> modules, int feature) {
        List<String> known = new ArrayList<>(NATIVE_MODULES);
        known.retainAll(modules);
        return feature < FIRST_WITH_UNSAFE_WARNING || known.isEmpty()
                ? List.of()
                : List.of("--enable-native-access=" + String.join(",", known));
    }

    /** Whether this JVM knows the diagnostic flags used here. They come and go, and a JVM does not start with an unknown flag. */
    static boolean hasKnownDiagnostics() {
        return Runtime.version().feature() <= NEWEST_KNOWN;
    }

    /** Whether the C library can return memory. If it cannot, the JVM would print a warning in the child's output. */
    private static boolean canTrim() {
        boolean canTrim = System.getProperty("os.name", "").equals("Linux");
        for (String file : OTHER_C_LIBRARIES) {
            canTrim &= !new File(file).exists();
        }
        return canTrim;
    }

    /** Whether this JVM is a HotSpot; other JVMs have other flags. */
    static boolean isHotSpot() {
        String name = System.getProperty("java.vm.name", "");
        return name.contains("HotSpot") || name.contains("OpenJDK");
    }

    /** Whether a flag chooses a collector: a JVM that is given two does not start. */
    static boolean choosesCollector(List<String> userFlags) {
        // No streams where a child is started: the first one costs a JVM milliseconds.
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

    /** A fraction of what a single JVM would use, since there will be several. */
    private static double heapPercent() {
        return Math.max(MIN_HEAP_PERCENT, HEAP_PERCENT / Runtime.getRuntime().availableProcessors());
    }
}
