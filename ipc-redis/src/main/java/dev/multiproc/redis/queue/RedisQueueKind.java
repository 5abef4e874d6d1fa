package dev.multiproc.redis.queue;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.ProcessInfo;
import dev.multiproc.redis.sync.Kind;
import dev.multiproc.redis.sync.Place;
import dev.multiproc.redis.sync.Registry;
import java.util.ArrayList;
import java.util.List;

/** The kinds of queues; the codes are those of sessions on one machine. */
public enum RedisQueueKind implements Kind {
    PLAIN(1, "SharedQueue", "queue") {
        @Override
        public Object attach(Place place, Registry registry) {
            return new RedisQueue<>(new RedisEngine<>(place, registry.codec()));
        }
    },

    JOINABLE(2, "JoinableQueue", "joinable") {
        @Override
        public Object attach(Place place, Registry registry) {
            return new RedisJoinableQueue<>(new RedisEngine<>(place, registry.codec()));
        }
    };

    private static final List<String> PARTS =
            List.of(":q", ":h", ":n", ":r", ":d", ":c", ":o", ":l", ":a", ":f", ":p", ":t", ":u", ":j");

    private final int code;
    private final String title;
    private final String word;

    RedisQueueKind(int code, String title, String word) {
        this.code = code;
        this.title = title;
        this.word = word;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public List<String> endings() {
        List<String> endings = new ArrayList<>(PARTS);
        endings.add(LetterPlace.ENDING);
        PARTS.forEach(each -> endings.add(LetterPlace.ENDING + each));
        return endings;
    }

    @Override
    public boolean isUsable(Object object) {
        return !((HasEngine) object).engine().isClosed();
    }

    @Override
    public void flush(Object object) {
        RedisEngine<?> engine = ((HasEngine) object).engine();
        if (!engine.isClosed()) {
            engine.flushAll();
        }
    }

    @Override
    public void sweep(Place place, Registry registry, String deadProcess) {
        ProcessInfo dead = place.link().info(deadProcess);
        String why = "its consumer died: " + dead.name() + ", pid " + dead.pid() + ", was killed";
        for (Place each : List.of(place, new LetterPlace(place))) {
            try {
                String unused = new Remote(each).word("sweep", deadProcess, why);
            } catch (ObjectDeletedException e) {
                // It is gone, or never had dead letters.
            }
        }
    }
}
