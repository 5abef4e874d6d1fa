package dev.multiproc.internal.object;

import dev.multiproc.ProcessInfo;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.Waits;
import java.util.function.IntFunction;

/**
 * The parts of a session that its shared objects use.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class SessionContext {
    private final String address;
    private final int slot;
    private final MappedRegion control;
    private final Waits waits;
    private final Codec codec;
    private final SessionFiles files;
    private final IntFunction<ProcessInfo> processes;
    private final ObjectRegistry objects;

    /** Says how the dead process in a slot ended. */
    private volatile IntFunction<String> endings;

    private volatile boolean isClosed;

    /**
     * Makes a context whose registry has no families yet.
     *
     * @param address identifies the session in handles
     * @param slot this process's slot
     * @param processes gives the process in a slot
     * @param firstUse runs each time an object is handed out
     */
    public SessionContext(
            String address,
            int slot,
            MappedRegion control,
            Waits waits,
            Codec codec,
            SessionFiles files,
            IntFunction<ProcessInfo> processes,
            Runnable firstUse) {
        this.address = address;
        this.slot = slot;
        this.control = control;
        this.waits = waits;
        this.codec = codec;
        this.files = files;
        this.processes = processes;
        objects = new ObjectRegistry(this, firstUse);
    }

    public String address() {
        return address;
    }

    public int slot() {
        return slot;
    }

    public MappedRegion control() {
        return control;
    }

    public Waits waits() {
        return waits;
    }

    public Codec codec() {
        return codec;
    }

    public SessionFiles files() {
        return files;
    }

    public ObjectRegistry objects() {
        return objects;
    }

    public ProcessInfo process(int ofSlot) {
        return processes.apply(ofSlot);
    }

    /** Sets who knows how processes ended. */
    public void endingsBy(IntFunction<String> newEndings) {
        endings = newEndings;
    }

    /** Which process the dead one in a slot was, and how it ended. Called by its sweeper. */
    public String howEnded(int deadSlot) {
        return endings.apply(deadSlot);
    }

    /** Whether the session's content has to outlive all its processes. */
    public boolean isDurable() {
        return (control.getInt(ControlDescriptor.FLAGS_OFFSET) & ControlDescriptor.FLAG_DURABLE) != 0;
    }

    /** What is serialized in place of a shared object. */
    public Object handle(ObjectKind kind, String name) {
        SharedHandle.checkDestination(address, name);
        return new SharedHandle(address, kind.code(), name);
    }

    /** Serializes a user's object for other processes of the session. */
    public byte[] serialize(Object object) {
        try (SharedHandle.Destination destination = SharedHandle.to(address)) {
            return new JavaSerialization().write(object);
        }
    }

    /** From now on {@link #checkOpen} throws. */
    public void close() {
        isClosed = true;
        objects.endAll();
    }

    public boolean isClosed() {
        return isClosed;
    }

    /** Throws if the session is closed. */
    public void checkOpen() {
        if (isClosed) {
            throw new IllegalStateException("the session is closed");
        }
    }
}
