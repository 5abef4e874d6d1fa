package dev.multiproc.redis.sync;

/** The texts of this package's scripts. */
final class Scripts {
    static final String MONITOR = read("monitor");
    static final String SEMAPHORE = read("semaphore");
    static final String GATE = read("gate");
    static final String BARRIER = read("barrier");

    private Scripts() {}

    private static String read(String name) {
        return Script.read("/dev/multiproc/redis/sync/" + name + ".lua");
    }
}
