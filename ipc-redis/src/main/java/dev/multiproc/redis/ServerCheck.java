package dev.multiproc.redis;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import io.lettuce.core.RedisException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a server can do what a session needs, looked at once at connect. */
final class ServerCheck {
    private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:(\\d+)\\.(\\d+)");
    private static final int LEAST_MAJOR = 6;
    private static final int LEAST_MINOR = 2;
    /** More than a slow answer explains. */
    private static final long MOST_DRIFT_MILLIS = 5_000;

    private ServerCheck() {}

    static void check(RedisConnection connection) {
        checkVersion(connection);
        checkScripts(connection);
        checkClock(connection);
    }

    static void checkVersion(RedisConnection connection) {
        Matcher found = VERSION.matcher(connection.call(commands -> commands.info("server")));
        if (!found.find()) {
            return;
        }
        int major = Integer.parseInt(found.group(1));
        int minor = Integer.parseInt(found.group(2));
        if (major < LEAST_MAJOR || major == LEAST_MAJOR && minor < LEAST_MINOR) {
            throw new MultiprocessingException("the server is too old, address=" + connection.address() + ", version="
                    + major + "." + minor + "; a session needs Redis 6.2, or any Valkey");
        }
    }

    static void checkScripts(RedisConnection connection) {
        try {
            byte[] answer = connection.run("return 'yes'", List.of(), List.of());
            if (new String(answer, StandardCharsets.US_ASCII).equals("yes")) {
                return;
            }
        } catch (MultiprocessingException | RedisException e) {
            throw noScripts(connection, e);
        }
        throw noScripts(connection, null);
    }

    private static MultiprocessingException noScripts(RedisConnection connection, Exception cause) {
        return new MultiprocessingException(
                "the server runs no scripts (EVAL), address=" + connection.address()
                        + "; load its Lua module, and let this user call EVAL and EVALSHA",
                cause);
    }

    private static void checkClock(RedisConnection connection) {
        List<byte[]> time = connection.call(commands -> commands.time());
        long server = Long.parseLong(new String(time.get(0), StandardCharsets.US_ASCII)) * 1000
                + Long.parseLong(new String(time.get(1), StandardCharsets.US_ASCII)) / 1000;
        long drift = Math.abs(System.currentTimeMillis() - server);
        if (drift > MOST_DRIFT_MILLIS) {
            Journal.warn(
                    ServerCheck.class,
                    "the clocks of this machine and of the server differ by " + drift + " ms, address="
                            + connection.address()
                            + "; times that are shown are the server's: let both follow one clock",
                    null);
        }
    }
}
