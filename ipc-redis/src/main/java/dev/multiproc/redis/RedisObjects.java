package dev.multiproc.redis;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.ObjectExistsException;
import dev.multiproc.codec.Codec;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.redis.sync.Kind;
import dev.multiproc.redis.sync.Link;
import dev.multiproc.redis.sync.Place;
import dev.multiproc.redis.sync.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The shared objects of a session, with one Java object each in this process. Names, kinds and ids are at the server; see {@code
 * create.lua} and {@code delete.lua}.
 */
final class RedisObjects {
    private static final String CREATE = text("/dev/multiproc/redis/object/create.lua");
    private static final String DELETE = text("/dev/multiproc/redis/object/delete.lua");

    private final RedisSession session;
    private final RedisConnection connection;
    private final String prefix;
    private final Map<Integer, Kind> kinds = new HashMap<>();
    private final Map<String, Held> held = new HashMap<>();

    /** An object of this process. */
    private record Held(Kind kind, Object object) {}

    RedisObjects(RedisSession session, RedisConnection connection, List<Kind> kinds) {
        this.session = session;
        this.connection = connection;
        this.prefix = connection.address().prefix();
        for (Kind kind : kinds) {
            this.kinds.put(kind.code(), kind);
        }
    }

    /** Reads a script that is a file of the module. */
    static String text(String file) {
        try (InputStream in = RedisObjects.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the library is incomplete: a script is missing, file=" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a script cannot be read, file=" + file, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String namesKey() {
        return prefix + "names";
    }

    private String objectPrefix() {
        return prefix + "o:";
    }

    private Kind kind(int code, String name) {
        Kind kind = kinds.get(code);
        if (kind == null) {
            throw new IllegalStateException("this version of the library knows no such kind of object, name=" + name
                    + ", kind=" + code + "; use the same version in all processes");
        }
        return kind;
    }

    // ---------------------------------------------------------------- finding and making

    /** One request for an object. */
    private record Request(Kind kind, String name, boolean isFresh, String owner, OpenMode mode) {}

    private Object open(Request request, Registry.Content content) {
        String[] words = ask(request, content).split(" ", 4);
        switch (words[0]) {
            case "ownerless" ->
                throw new ObjectDeletedException("what the object would belong to was deleted, name=" + request.name());
            case "missing" -> throw missing(request.kind(), request.name());
            default -> {}
        }
        Kind found = kind(Integer.parseInt(words[1]), words[3]);
        boolean isNew = words[0].equals("new");
        if (!isNew && request.mode() == OpenMode.CREATE_ONLY) {
            throw new ObjectExistsException("the name is in use, name=" + words[3] + ", kind=" + found.title()
                    + "; use another name, or delete() what has it");
        }
        if (found != request.kind()) {
            throw new IllegalArgumentException(
                    "the name is taken by an object of another kind, name=" + words[3] + ", kind=" + found.title()
                            + ", asked for=" + request.kind().title());
        }
        Object object = hold(new Spot(words[3], found, words[2]));
        if (isNew) {
            content.made(object);
        }
        return object;
    }

    private String ask(Request request, Registry.Content content) {
        String mode =
                switch (request.mode()) {
                    case OPEN_OR_CREATE -> "any";
                    case CREATE_ONLY -> "create";
                    case OPEN_ONLY -> "open";
                };
        byte[] data = content.data();
        List<byte[]> arguments = new ArrayList<>();
        for (String each : List.of(
                request.name(),
                Integer.toString(request.kind().code()),
                objectPrefix(),
                request.owner(),
                mode,
                request.isFresh() ? "1" : "0",
                data == null ? "0" : "1")) {
            arguments.add(bytes(each));
        }
        arguments.add(data == null ? new byte[0] : data);
        content.fields().forEach((name, value) -> {
            arguments.add(bytes(name));
            arguments.add(value);
        });
        byte[] answer = connection.run(CREATE, List.of(namesKey(), prefix + "ids"), arguments);
        return new String(answer, StandardCharsets.UTF_8);
    }

    private static NoSuchElementException missing(Kind kind, String name) {
        return new NoSuchElementException("the session has no " + kind.title() + " of that name, name=" + name);
    }

    private Object hold(Spot spot) {
        synchronized (held) {
            Held known = held.get(spot.key());
            if (known != null && spot.kind().isUsable(known.object())) {
                return known.object();
            }
        }
        // Not within: attaching may ask the server, and find other objects.
        Object made = spot.kind().attach(spot, registry(OpenMode.OPEN_OR_CREATE));
        synchronized (held) {
            Held known = held.get(spot.key());
            if (known != null && spot.kind().isUsable(known.object())) {
                return known.object();
            }
            held.put(spot.key(), new Held(spot.kind(), made));
            return made;
        }
    }

    /** The object that a handle names. */
    Object find(int code, String name) {
        Kind kind = kind(code, name);
        try {
            return registry(OpenMode.OPEN_ONLY).find(kind, name);
        } catch (NoSuchElementException e) {
            throw new IllegalStateException("the session has no such object: it was deleted, name=" + name, e);
        }
    }

    /** The objects of the session, found or made as a mode says. */
    Registry registry(OpenMode mode) {
        return new View(mode);
    }

    private final class View implements Registry {
        private final OpenMode mode;

        View(OpenMode mode) {
            this.mode = mode;
        }

        @Override
        public Object named(Kind kind, String name, Content content) {
            session.checkOpen();
            return open(new Request(kind, checked(name, mode), false, "", modeFor(name, mode)), content);
        }

        @Override
        public Object fresh(Kind kind, Content content) {
            session.checkOpen();
            if (mode == OpenMode.OPEN_ONLY) {
                throw new UnsupportedOperationException(
                        "an object without a name cannot be found: give its name, or ask the session itself for a new"
                                + " one");
            }
            return open(new Request(kind, kind.word(), true, "", OpenMode.OPEN_OR_CREATE), content);
        }

        @Override
        public Object part(Kind kind, String name, Place owner, Content content) {
            session.checkOpen();
            String asked = name == null ? kind.word() : name;
            return open(new Request(kind, asked, name == null, owner.key(), OpenMode.OPEN_OR_CREATE), content);
        }

        @Override
        public Object find(Kind kind, String name) {
            return open(new Request(kind, name, false, "", OpenMode.OPEN_ONLY), Map::of);
        }

        @Override
        public Codec codec() {
            return session.codec();
        }

        @Override
        public String checkName(String name) {
            return checked(name, OpenMode.CREATE_ONLY);
        }
    }

    private static boolean isGenerated(String name) {
        return name.indexOf('!') >= 0;
    }

    private static String checked(String name, OpenMode mode) {
        if (mode == OpenMode.CREATE_ONLY && isGenerated(name)) {
            throw new IllegalArgumentException(
                    "a name holds no slash, no exclamation mark and no control character, name=" + name);
        }
        return SafeName.check(name);
    }

    /** A generated name can only be found: users cannot give such names. */
    private static OpenMode modeFor(String name, OpenMode mode) {
        return isGenerated(name) ? OpenMode.OPEN_ONLY : mode;
    }

    // ---------------------------------------------------------------- where an object is

    /** An object's place. */
    private final class Spot implements Place {
        private final String name;
        private final Kind kind;
        private final String id;

        Spot(String name, Kind kind, String id) {
            this.name = name;
            this.kind = kind;
            this.id = id;
        }

        Kind kind() {
            return kind;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return kind.title();
        }

        @Override
        public String key() {
            return objectPrefix() + id;
        }

        @Override
        public Link link() {
            return session.link();
        }

        @Override
        public boolean delete() {
            List<byte[]> arguments = new ArrayList<>();
            for (String each : List.of(name, id, objectPrefix(), session.link().channelOfAll())) {
                arguments.add(bytes(each));
            }
            for (String each : endings()) {
                arguments.add(bytes(each));
            }
            byte[] answer = connection.run(DELETE, List.of(namesKey()), arguments);
            return answer[0] == '1';
        }

        @Override
        public Object handle() {
            return new RedisHandle(connection.address().text(), kind.code(), name);
        }
    }

    private Set<String> endings() {
        Set<String> endings = new LinkedHashSet<>();
        for (Kind kind : kinds.values()) {
            endings.addAll(kind.endings());
        }
        return endings;
    }

    /** Called when an object was deleted, by its key. */
    void forget(String key) {
        synchronized (held) {
            held.remove(key);
        }
    }

    /** Has the server know all that this process has done. */
    void flush() {
        List<Held> all;
        synchronized (held) {
            all = new ArrayList<>(held.values());
        }
        for (Held each : all) {
            try {
                each.kind().flush(each.object());
            } catch (ObjectDeletedException e) {
                // Nobody asks any more.
            }
        }
    }

    // ---------------------------------------------------------------- after a death

    /** Frees what a dead process holds of each object. Can be repeated. */
    void sweep(String deadProcess) {
        Registry registry = registry(OpenMode.OPEN_ONLY);
        Map<byte[], byte[]> names = connection.call(commands -> commands.hgetall(bytes(namesKey())));
        for (Map.Entry<byte[], byte[]> each : names.entrySet()) {
            String name = new String(each.getKey(), StandardCharsets.UTF_8);
            String[] words = new String(each.getValue(), StandardCharsets.UTF_8).split(" ");
            Kind kind = kind(Integer.parseInt(words[0]), name);
            try {
                kind.sweep(new Spot(name, kind, words[1]), registry, deadProcess);
            } catch (ObjectDeletedException | NoSuchElementException e) {
                // It was deleted meanwhile, or what it belongs to: there is nothing to free.
            }
        }
    }
}
