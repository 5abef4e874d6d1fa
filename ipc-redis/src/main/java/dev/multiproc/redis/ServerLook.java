package dev.multiproc.redis;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.inspect.ServerFinding;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.inspect.SessionInspection;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at a server from outside; see {@code look.lua}. */
final class ServerLook implements ServerInspection {
    /** The key, behind the session's prefix, with the time at which a session was first opened. */
    static final String CREATED = "created";

    private static final String SCRIPT = RedisObjects.text("/dev/multiproc/redis/object/look.lua");
    private static final Pattern KEY = Pattern.compile("multiproc:\\{([\\w.-]+)}:.*", Pattern.DOTALL);
    private static final int KEYS_AT_ONCE = 1000;

    private final RedisAddress address;
    private final RedisConnection connection;

    ServerLook(RedisAddress address) {
        this.address = address;
        connection = new RedisConnection(address, (channel, message) -> {}, () -> {});
    }

    @Override
    public String address() {
        return address.ofServer();
    }

    @Override
    public List<String> sessions() {
        TreeSet<String> names = new TreeSet<>();
        scan("multiproc:{*}:*", keys -> {
            for (byte[] key : keys) {
                Matcher found = KEY.matcher(text(key));
                if (found.matches()) {
                    names.add(found.group(1));
                }
            }
        });
        return List.copyOf(names);
    }

    private void scan(String pattern, Consumer<List<byte[]>> visitor) {
        ScanArgs which = ScanArgs.Builder.matches(pattern).limit(KEYS_AT_ONCE);
        ScanCursor at = ScanCursor.INITIAL;
        do {
            ScanCursor from = at;
            KeyScanCursor<byte[]> found = connection.call(commands -> commands.scan(from, which));
            visitor.accept(found.getKeys());
            at = found;
        } while (!at.isFinished());
    }

    @Override
    public SessionInspection inspect(String session) {
        String prefix = RedisAddress.prefix(session);
        byte[] answer = connection.run(
                SCRIPT,
                List.of(prefix + "names", prefix + "processes"),
                List.of(bytes(prefix + "o:"), bytes(prefix + "lease:")));
        byte[] created = connection.call(commands -> commands.get(bytes(prefix + CREATED)));
        if (created == null && answer.length == 0) {
            throw new MultiprocessingException(
                    "there is no session " + session + " at " + address() + "; 'multiproc ls' lists them");
        }
        Instant since = created == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(text(created)));
        return new LookedSession(address() + "?session=" + session, since, text(answer));
    }

    @Override
    public void requestEnd(String session) {
        byte[] channel = bytes(RedisAddress.prefix(session) + "all");
        long unused = connection.call(commands -> commands.publish(channel, bytes(EndRequest.MESSAGE)));
    }

    @Override
    public void delete(String session) {
        String prefix = RedisAddress.prefix(session);
        scan(prefix + "*", keys -> {
            if (!keys.isEmpty()) {
                long unused = connection.call(commands -> commands.unlink(keys.toArray(new byte[0][])));
            }
        });
    }

    @Override
    public List<ServerFinding> findings() {
        return new ServerReview(connection).findings();
    }

    @Override
    public void close() {
        connection.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
