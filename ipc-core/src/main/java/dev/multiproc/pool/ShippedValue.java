package dev.multiproc.pool;

import dev.multiproc.Multiprocessing;
import dev.multiproc.memory.SharedMemory;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A large object that many tasks of a pool use: tasks capture this in its place, which is small, and each worker reads the object once.
 * Made by {@link ProcessPool#ship}. mpire's {@code shared_objects}.
 *
 * <p>The object is a copy, as all that travels: what one worker changes in it, no other sees.
 *
 * <p><b>Threads</b>: safe for use by many threads; the object itself is shared by the threads of a process.
 *
 * @param <T> the type of the object
 */
public final class ShippedValue<T> implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final int MAX_READ = 64;

    /** What this process has read, by the name of the memory; the one that was used least recently first. Guarded by itself. */
    private static final Map<String, Object> READ = new LinkedHashMap<>(16, 0.75f, true);

    /** Where its bytes are. */
    @SuppressWarnings("serial") // A handle is written in its place.
    private final SharedMemory memory;

    /** The object itself, in the process that shipped it; null elsewhere. */
    private final transient T own;

    private ShippedValue(SharedMemory memory, T own) {
        this.memory = memory;
        this.own = own;
    }

    static <T> ShippedValue<T> of(T value, Payloads payloads, Multiprocessing session) {
        byte[] bytes = payloads.encodeTask(value);
        SharedMemory memory = session.sharedMemory(bytes.length);
        memory.buffer().put(bytes);
        return new ShippedValue<>(memory, value);
    }

    /**
     * The object: itself in the process that shipped it, and in each worker a copy, which is kept as long as the worker uses it now
     * and then.
     *
     * @return the object
     * @throws dev.multiproc.ObjectDeletedException if it was closed before this process had read it
     */
    @SuppressWarnings("unchecked")
    public T get() {
        if (own != null) {
            return own;
        }
        String name = memory.name();
        synchronized (READ) {
            Object value = READ.get(name);
            if (value == null) {
                value = read();
                READ.put(name, value);
                if (READ.size() > MAX_READ) {
                    READ.remove(READ.keySet().iterator().next());
                }
            }
            return (T) value;
        }
    }

    private Object read() {
        ByteBuffer buffer = memory.buffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        memory.close();
        return new Payloads(Multiprocessing.current().codec()).decodeTask(bytes, 0, bytes.length);
    }

    /** Frees its memory: workers that have not read it cannot read it any more. The pool's end does not do that. */
    @Override
    public void close() {
        memory.delete();
    }
}
