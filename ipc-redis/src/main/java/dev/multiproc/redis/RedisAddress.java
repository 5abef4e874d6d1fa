package dev.multiproc.redis;

import io.lettuce.core.RedisURI;
import java.io.Serializable;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * The address of a session at a server: {@code redis://USER:PASSWORD@HOST:PORT/DATABASE?session=NAME&lease=10s&timeout=30s}, or
 * {@code rediss://} for an encrypted connection. Only host and session are needed. User and password may also be in the environment:
 * {@code MULTIPROC_REDIS_USER} and {@code MULTIPROC_REDIS_PASSWORD}.
 *
 * @param text without user and password, in one form: it tells sessions apart, and is in messages and handles
 * @param user null if there is none
 * @param password null if there is none; never in a message
 */
record RedisAddress(
        String text,
        boolean isEncrypted,
        String host,
        int port,
        int database,
        String session,
        long leaseMillis,
        long timeoutMillis,
        String user,
        String password)
        implements Serializable {
    static final String PLAIN = "redis";
    static final String ENCRYPTED = "rediss";

    private static final int DEFAULT_PORT = 6379;
    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(300);

    /** The address of a session. */
    static RedisAddress parse(URI address) {
        RedisAddress parsed = parseServer(address);
        if (parsed.session().isEmpty()) {
            throw refused("it needs ?session=NAME");
        }
        return parsed;
    }

    /** The address of a server; the session's name is empty if it names none. */
    static RedisAddress parseServer(URI address) {
        String host = address.getHost();
        if (host == null) {
            throw refused("it names no host");
        }
        boolean isEncrypted = address.getScheme().toLowerCase(Locale.ROOT).equals(ENCRYPTED);
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        int database = database(address.getPath());
        String session = "";
        Duration lease = DEFAULT_LEASE;
        Duration timeout = DEFAULT_TIMEOUT;
        for (String each : parameters(address)) {
            String value = decode(each.substring(each.indexOf('=') + 1));
            switch (each.substring(0, Math.max(0, each.indexOf('=')))) {
                case "session" -> session = value;
                case "lease" -> lease = duration(value);
                case "timeout" -> timeout = duration(value);
                default -> throw refused("it has a parameter other than session, lease and timeout");
            }
        }
        checkSession(session);
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw refused("a lease is 300ms at least");
        }
        String text = text(isEncrypted, host, port, database);
        if (!session.isEmpty()) {
            text += "?session=" + session + "&lease=" + lease.toMillis() + "ms&timeout=" + timeout.toMillis() + "ms";
        }
        String[] who = credentials(address);
        return new RedisAddress(
                text, isEncrypted, host, port, database, session, lease.toMillis(), timeout.toMillis(), who[0], who[1]);
    }

    private static String text(boolean isEncrypted, String host, int port, int database) {
        return (isEncrypted ? ENCRYPTED : PLAIN) + "://" + host + ":" + port + "/" + database;
    }

    /** The same without a session. */
    String ofServer() {
        return text(isEncrypted, host, port, database);
    }

    private static void checkSession(String name) {
        if (!name.matches("[\\w.-]{0,80}")) {
            throw refused("a session's name has 1 to 80 letters, digits, dots, dashes and underscores");
        }
    }

    /** What all keys of a session begin with. */
    static String prefix(String session) {
        checkSession(session);
        return "multiproc:{" + session + "}:";
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("this is no address of a session at a server: " + why
                + "; the form is redis://HOST:PORT/DATABASE?session=NAME&lease=10s&timeout=30s");
    }

    private static int database(String path) {
        String number = path == null ? "" : path.replace("/", "");
        if (number.isEmpty()) {
            return 0;
        }
        if (!number.matches("\\d{1,6}")) {
            throw refused("its path is not the number of a database");
        }
        return Integer.parseInt(number);
    }

    private static String[] parameters(URI address) {
        String query = address.getRawQuery();
        return query == null || query.isEmpty() ? new String[0] : query.split("&");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Duration duration(String text) {
        if (text.matches("\\d{1,9}ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        if (text.matches("\\d{1,9}s")) {
            return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
        }
        throw refused("a time is like 10s or 500ms");
    }

    private static String[] credentials(URI address) {
        String info = address.getRawUserInfo();
        String user = System.getenv("MULTIPROC_REDIS_USER");
        String password = System.getenv("MULTIPROC_REDIS_PASSWORD");
        if (info != null) {
            int colon = info.indexOf(':');
            user = colon <= 0 ? null : decode(info.substring(0, colon));
            password = decode(info.substring(colon + 1));
        }
        return new String[] {user, password};
    }

    RedisURI toLettuce() {
        RedisURI.Builder builder = RedisURI.builder()
                .withHost(host)
                .withPort(port)
                .withDatabase(database)
                .withSsl(isEncrypted)
                .withClientName("multiproc")
                .withTimeout(Duration.ofMillis(timeoutMillis));
        if (password != null && user != null) {
            builder.withAuthentication(user, password.toCharArray());
        } else if (password != null) {
            builder.withPassword(password.toCharArray());
        }
        return builder.build();
    }

    /** The same server and session under another text, by which other machines know it. */
    RedisAddress as(String otherText) {
        return new RedisAddress(
                otherText, isEncrypted, host, port, database, session, leaseMillis, timeoutMillis, user, password);
    }

    /** What all keys of the session begin with. All lie in one slot of a cluster. */
    String prefix() {
        return prefix(session);
    }

    @Override
    public String toString() {
        return text;
    }
}
