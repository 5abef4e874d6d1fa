package dev.multiproc.redis.queue;

import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.redis.sync.Link;
import dev.multiproc.redis.sync.Place;
import dev.multiproc.redis.sync.Script;
import dev.multiproc.redis.sync.ServerObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A queue's requests to the server; see {@code queue.lua}. */
final class Remote extends ServerObject {
    private static final long serialVersionUID = 1L;
    private static final String SCRIPT = Script.read(
            "/dev/multiproc/redis/queue/chunks.lua",
            "/dev/multiproc/redis/queue/queue.lua",
            "/dev/multiproc/redis/queue/settle.lua",
            "/dev/multiproc/redis/queue/look.lua");
    private static final String EXPIRED = "expired";

    Remote(Place place) {
        super(place, SCRIPT);
    }

    QueueShutdownException shutDown() {
        return new QueueShutdownException("the queue is shut down, queue=" + name());
    }

    Link session() {
        return link();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Changes something once, whether this process had lost its lease or not. */
    byte[] act(String operation, List<byte[]> arguments) {
        byte[] answer = changeRaw(operation, arguments);
        while (answer.length == EXPIRED.length() && Packed.text(answer).equals(EXPIRED)) {
            link().comeBack();
            answer = changeRaw(operation, arguments);
        }
        return answer;
    }

    byte[] act(String operation, String... arguments) {
        List<byte[]> all = new ArrayList<>(arguments.length);
        for (String each : arguments) {
            all.add(bytes(each));
        }
        return act(operation, all);
    }

    String word(String operation, String... arguments) {
        return ask(operation, arguments);
    }

    byte[] raw(String operation) {
        return askRaw(operation, List.of());
    }

    byte[] raw(String operation, List<byte[]> arguments) {
        return askRaw(operation, arguments);
    }

    String made(String field) {
        return field(field);
    }

    /** Asks without waiting for the answer. What is asked can be repeated. */
    CompletableFuture<byte[]> begin(String operation, List<byte[]> arguments) {
        Link link = link();
        String process = link.process();
        List<byte[]> all = new ArrayList<>(5 + arguments.size());
        for (String each : List.of(link.channelPrefix(), process, "", "", operation)) {
            all.add(bytes(each));
        }
        all.addAll(arguments);
        List<String> keys = List.of(place().key(), link.processesKey(), link.answersKey(process));
        return link.begin(SCRIPT, keys, all);
    }
}
