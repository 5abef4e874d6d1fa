package dev.multiproc.redis.host;

import dev.multiproc.redis.sync.Link;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Agents and their children at the server; see {@code host.lua}, whose operations these are. Each call waits for the answer. */
final class HostScript {
    private static final String FILE = "/dev/multiproc/redis/host/host.lua";
    private static final String TEXT = text();

    private final Link link;
    private final String key;

    HostScript(Link link, String prefix) {
        this.link = link;
        this.key = prefix + "hosts";
    }

    private static String text() {
        try (InputStream in = HostScript.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the library is incomplete: a script is missing, file=" + FILE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a script cannot be read, file=" + FILE, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Asks something whose arguments and answer are texts. */
    String ask(String operation, String... arguments) {
        List<byte[]> all = new ArrayList<>();
        for (String each : arguments) {
            all.add(bytes(each));
        }
        return new String(askRaw(operation, all), StandardCharsets.UTF_8);
    }

    /** The same for any bytes. */
    byte[] askRaw(String operation, List<byte[]> arguments) {
        List<byte[]> all = new ArrayList<>();
        all.add(bytes(link.channelPrefix()));
        all.add(bytes(operation));
        all.addAll(arguments);
        return link.run(TEXT, List.of(key, link.processesKey()), all);
    }

    /** The same where the last argument is of any bytes. */
    void tell(String operation, byte[] last, String... arguments) {
        List<byte[]> all = new ArrayList<>();
        for (String each : arguments) {
            all.add(bytes(each));
        }
        all.add(last);
        byte[] unused = askRaw(operation, all);
    }

    /** A child's field; empty if it has none. */
    byte[] field(String child, String field) {
        return askRaw("field", List.of(bytes(child), bytes(field)));
    }

    static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }
}
