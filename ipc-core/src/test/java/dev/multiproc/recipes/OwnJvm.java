package dev.multiproc.recipes;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.Path;
import java.util.Map;

final class OwnJvm {
    // recipe: own-jvm
    static ChildProcess startImport(Multiprocessing mp, SharedQueue<String> report, Path jdk) {
        ChildOptions options = ChildOptions.defaults()
                .withMaxHeap(256 << 20)
                .withJvmArgs("-XX:+UseSerialGC", "-Dimport.batch=500")
                .withEnvironment(Map.of("TZ", "UTC"))
                .withJavaHome(jdk);
        return mp.process("import", () -> report.put(describe()))
                .options(options)
                .start();
    }

    static String describe() {
        return "batches of " + Integer.getInteger("import.batch") + ", " + System.getenv("TZ") + ", "
                + System.getProperty("java.home");
    }
    // end

    private OwnJvm() {}
}
