package dev.multiproc.redis;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.inspect.ServerFinding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a server gives, and what to do about what is missing; for {@code multiproc doctor}. */
final class ServerReview {
    private static final int ROUND_TRIPS = 50;
    private static final long SLOW_MICROS = 5_000;
    private static final long MOST_DRIFT_MILLIS = 1_000;
    private static final String UNKNOWN = "not known";

    private final RedisConnection connection;
    private final List<ServerFinding> findings = new ArrayList<>();

    ServerReview(RedisConnection connection) {
        this.connection = connection;
    }

    List<ServerFinding> findings() {
        findings.clear();
        Map<String, String> info = info();
        version(info);
        scripts();
        persistence(info);
        eviction(info);
        copies(info);
        roundTrip();
        clock();
        return List.copyOf(findings);
    }

    private void fine(String subject, String text) {
        findings.add(new ServerFinding(subject, true, text, ""));
    }

    private void note(String subject, String text, String advice) {
        findings.add(new ServerFinding(subject, true, text, advice));
    }

    private void missing(String subject, String text, String advice) {
        findings.add(new ServerFinding(subject, false, text, advice));
    }

    private Map<String, String> info() {
        Map<String, String> info = new HashMap<>();
        for (String line : connection.call(commands -> commands.info()).split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return info;
    }

    private void version(Map<String, String> info) {
        String valkey = info.get("valkey_version");
        String redis = info.getOrDefault("redis_version", UNKNOWN);
        String text = valkey == null ? "Redis " + redis : "Valkey " + valkey;
        try {
            ServerCheck.checkVersion(connection);
            fine("version", text);
        } catch (MultiprocessingException tooOld) {
            missing("version", text, "a session needs Redis 6.2, or any Valkey");
        }
    }

    private void scripts() {
        try {
            ServerCheck.checkScripts(connection);
            fine("scripts", "EVAL works");
        } catch (MultiprocessingException refused) {
            missing("scripts", "EVAL does not work", "load its Lua module, and let this user call EVAL and EVALSHA");
        }
    }

    /** A setting; "not known" if the server does not tell this user. */
    private String setting(String name) {
        try {
            return connection.call(commands -> commands.configGet(name)).getOrDefault(name, UNKNOWN);
        } catch (MultiprocessingException notAllowed) {
            return UNKNOWN;
        }
    }

    private void persistence(Map<String, String> info) {
        String subject = "persistence";
        if (!info.getOrDefault("aof_enabled", "0").equals("1")) {
            missing(
                    subject,
                    "no append-only file: what it has is lost when it is restarted, or as old as its last snapshot",
                    "CONFIG SET appendonly yes, and appendonly yes in its configuration");
            return;
        }
        if (info.getOrDefault("aof_last_write_status", "ok").equals("err")) {
            missing(subject, "the append-only file cannot be written", "see the server's log: its disk may be full");
            return;
        }
        String sync = setting("appendfsync");
        String text = "append-only file, appendfsync " + sync;
        switch (sync) {
            case "always" -> fine(subject, text + ": nothing is lost that put has returned for");
            case "everysec" ->
                note(
                        subject,
                        text,
                        "a crash of its machine loses up to two seconds; always loses nothing, and is slower");
            case UNKNOWN -> note(subject, text, "appendfsync always loses nothing in a crash of its machine");
            default ->
                missing(
                        subject,
                        text,
                        "a crash of its machine loses what its system had not written: set everysec or always");
        }
    }

    private void eviction(Map<String, String> info) {
        String policy = info.getOrDefault("maxmemory_policy", UNKNOWN);
        boolean isLimited = !info.getOrDefault("maxmemory", "0").equals("0");
        String text = "maxmemory-policy " + policy + ", " + info.getOrDefault("used_memory_human", UNKNOWN) + " used, "
                + (isLimited ? "up to " + info.get("maxmemory_human") : "no limit");
        if (policy.equals("noeviction")) {
            fine("memory", text);
        } else {
            missing(
                    "memory",
                    text + ": it may drop items, locks and leases when its memory is full",
                    "CONFIG SET maxmemory-policy noeviction, also in its configuration");
        }
    }

    private void copies(Map<String, String> info) {
        if (info.getOrDefault("cluster_enabled", "0").equals("1")) {
            note(
                    "cluster",
                    "yes",
                    "use the address of the node that has the session's slot; its failover is not followed");
        }
        if (!info.getOrDefault("role", "master").equals("master")) {
            missing("role", "a replica, which cannot be written", "use the address of its primary server");
        }
        String replicas = info.getOrDefault("connected_slaves", "0");
        if (!replicas.equals("0")) {
            note(
                    "replicas",
                    replicas,
                    "they copy with a delay: what they have not got is lost when one takes over, and a lock can then"
                            + " have two owners");
        }
    }

    private void roundTrip() {
        long[] nanos = new long[ROUND_TRIPS];
        for (int i = 0; i < nanos.length; i++) {
            long begin = System.nanoTime();
            String unused = connection.call(commands -> commands.ping());
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        long median = TimeUnit.NANOSECONDS.toMicros(nanos[nanos.length / 2]);
        String text = String.format(
                Locale.ROOT,
                "%d us (median of %d), %d us the longest",
                median,
                ROUND_TRIPS,
                TimeUnit.NANOSECONDS.toMicros(nanos[nanos.length - 1]));
        if (median <= SLOW_MICROS) {
            fine("round trip", text);
        } else {
            note(
                    "round trip",
                    text,
                    "each lock and each single item takes one or two: use batches, or a server nearby");
        }
    }

    private void clock() {
        long begin = System.currentTimeMillis();
        List<byte[]> time = connection.call(commands -> commands.time());
        long end = System.currentTimeMillis();
        long server = Long.parseLong(new String(time.get(0), StandardCharsets.US_ASCII)) * 1000
                + Long.parseLong(new String(time.get(1), StandardCharsets.US_ASCII)) / 1000;
        long drift = Math.max(0, Math.max(begin - server, server - end));
        String text = drift + " ms from this machine's";
        if (drift <= MOST_DRIFT_MILLIS) {
            fine("clock", text);
        } else {
            missing("clock", text, "let both follow one clock (NTP): times that are shown are the server's");
        }
    }
}
