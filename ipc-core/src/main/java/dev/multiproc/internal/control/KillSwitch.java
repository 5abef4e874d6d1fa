package dev.multiproc.internal.control;

/** Says at which {@link KillPoint} this process ends, if at any. */
public final class KillSwitch {
    /** What a halted JVM exits with: as after SIGKILL. */
    private static final int EXIT_CODE = 137;

    /** Null when off. Not volatile: it is set before the threads that are to see it get busy. */
    private static String target = System.getProperty("multiproc.killAt");

    private static int passes;

    /** What is done at the place; null to end the process. */
    private static Runnable action;

    private KillSwitch() {}

    /** Has this process end at a place from now on: a name, or {@code NAME:N}. For tests. */
    public static void arm(String nameAndPass) {
        arm(nameAndPass, null);
    }

    /** Has a thread that comes to a place do something there, once: to stop itself, or its process. For tests. */
    public static synchronized void arm(String nameAndPass, Runnable newAction) {
        target = nameAndPass;
        action = newAction;
        passes = 0;
    }

    static void reached(KillPoint point) {
        if (target != null) {
            check(point, target.split(":", 2));
        }
    }

    private static void check(KillPoint point, String[] where) {
        if (where[0].equals(point.name())) {
            int nth = where.length > 1 ? Integer.parseInt(where[1]) : 1;
            Runnable armed;
            synchronized (KillSwitch.class) {
                passes++;
                if (passes != nth) {
                    return;
                }
                if (action == null) {
                    Runtime.getRuntime().halt(EXIT_CODE);
                }
                armed = action;
            }
            armed.run();
        }
    }
}
