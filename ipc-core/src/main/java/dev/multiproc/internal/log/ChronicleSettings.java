package dev.multiproc.internal.log;

/** What must be said to Chronicle before its first class is loaded. What the user has set stays. */
final class ChronicleSettings {
    private ChronicleSettings() {}

    static void apply() {
        TrustedOpens.ensure();
        // It must never phone home; the jar that would is not on the class path either.
        setDefault("chronicle.analytics.disable", "true");
        setDefault("chronicle.announcer.disable", "true");
        // Its own thread and warnings; room is reserved before it is used.
        setDefault("chronicle.disk.monitor.disable", "true");
        // Our page lock is held, so a lock found in the file was left by a dead process, be it a zombie.
        setDefault("queue.force.unlock.mode", "ALWAYS");
        setDefault("slf4j.internal.verbosity", "ERROR");
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
