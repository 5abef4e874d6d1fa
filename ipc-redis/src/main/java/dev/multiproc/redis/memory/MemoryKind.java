package dev.multiproc.redis.memory;

import dev.multiproc.redis.sync.Kind;
import dev.multiproc.redis.sync.Place;
import dev.multiproc.redis.sync.Registry;
import dev.multiproc.sync.SharedLock;
import java.util.List;
import java.util.function.Supplier;

/** The kinds of values and arrays; the codes are those of sessions on one machine. */
public enum MemoryKind implements Kind {
    INTEGER(30, "SharedInteger", "integer", Integer.BYTES) {
        @Override
        public Object attach(Place place, Registry registry) {
            return new RedisInteger(cells(place, registry));
        }
    },

    LONG(31, "SharedLong", "long", Long.BYTES) {
        @Override
        public Object attach(Place place, Registry registry) {
            return new RedisLong(cells(place, registry));
        }
    },

    DOUBLE(32, "SharedDouble", "double", Long.BYTES) {
        @Override
        public Object attach(Place place, Registry registry) {
            return new RedisDouble(cells(place, registry));
        }
    },

    BOOLEAN(33, "SharedBoolean", "boolean", 1) {
        @Override
        public Object attach(Place place, Registry registry) {
            return new RedisBoolean(cells(place, registry));
        }
    },

    REFERENCE(34, "SharedReference", "reference", 1) {
        @Override
        public Object attach(Place place, Registry registry) {
            return new RedisReference<>(place, registry.codec(), lock(place, registry));
        }
    },

    FIGURES(35, "SharedFigures", "figures", Long.BYTES) {
        @Override
        public Object attach(Place place, Registry registry) {
            Cells cells = cells(place, registry);
            List<String> titles = RedisFigures.split(cells.made("titles"));
            return new RedisFigures(cells, titles);
        }
    },

    INT_ARRAY(40, "SharedIntArray", "array", Integer.BYTES) {
        @Override
        public Object attach(Place place, Registry registry) {
            Cells cells = cells(place, registry);
            return new RedisIntArray(cells, length(cells));
        }
    },

    LONG_ARRAY(41, "SharedLongArray", "array", Long.BYTES) {
        @Override
        public Object attach(Place place, Registry registry) {
            Cells cells = cells(place, registry);
            return new RedisLongArray(cells, length(cells));
        }
    },

    DOUBLE_ARRAY(42, "SharedDoubleArray", "array", Double.BYTES) {
        @Override
        public Object attach(Place place, Registry registry) {
            Cells cells = cells(place, registry);
            return new RedisDoubleArray(cells, length(cells));
        }
    },

    BYTE_ARRAY(43, "SharedByteArray", "array", 1) {
        @Override
        public Object attach(Place place, Registry registry) {
            Cells cells = cells(place, registry);
            return new RedisByteArray(cells, length(cells));
        }
    };

    private final int code;
    private final String title;
    private final String word;
    private final int width;

    MemoryKind(int code, String title, String word, int width) {
        this.code = code;
        this.title = title;
        this.word = word;
        this.width = width;
    }

    private static Cells cells(Place place, Registry registry) {
        return new Cells(place, lock(place, registry));
    }

    private static Supplier<SharedLock> lock(Place place, Registry registry) {
        return new OwnLock(place, registry);
    }

    private static int length(Cells cells) {
        return Integer.parseInt(cells.made("length"));
    }

    /** The bytes of one element. */
    int width() {
        return width;
    }

    @Override
    public void sweep(Place place, Registry registry, String deadProcess) {
        // Nobody holds any of it.
    }

    @Override
    public List<String> endings() {
        return List.of(":v");
    }

    @Override
    public boolean isUsable(Object object) {
        return !(object instanceof RedisArray array && array.isClosed());
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
}
