package dev.multiproc.redis;

import dev.multiproc.Awaitable;
import dev.multiproc.ChildProcess;
import dev.multiproc.CloseAction;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;
import dev.multiproc.SharedObjects;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.entry.SessionEntry;
import dev.multiproc.internal.memory.ForwardingSharedValues;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.internal.pipe.ForwardingPipes;
import dev.multiproc.internal.queue.ForwardingQueues;
import dev.multiproc.internal.sync.ForwardingSynchronizers;
import dev.multiproc.memory.SharedValues;
import dev.multiproc.pipe.Pipes;
import dev.multiproc.queue.Queues;
import dev.multiproc.redis.host.Hosts;
import dev.multiproc.redis.memory.MemoryKind;
import dev.multiproc.redis.memory.RedisValues;
import dev.multiproc.redis.queue.RedisQueueKind;
import dev.multiproc.redis.queue.RedisQueues;
import dev.multiproc.redis.sync.Kind;
import dev.multiproc.redis.sync.RedisSynchronizers;
import dev.multiproc.redis.sync.Registry;
import dev.multiproc.redis.sync.ServerObject;
import dev.multiproc.redis.sync.SyncKind;
import dev.multiproc.redis.sync.Waiters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A session at a server, as one process sees it. Queues, synchronizers, values and arrays are at the server; children, pipes and
 * everything else are those of an ordinary session of this machine.
 */
final class RedisSession
        implements Multiprocessing, ForwardingQueues, ForwardingSynchronizers, ForwardingSharedValues, ForwardingPipes {
    private final RedisAddress address;
    private final Multiprocessing local;
    private final boolean isOfChild;
    private final Waiters waiters = new Waiters();
    private final RedisConnection connection;
    private final Leases leases;
    private final RedisLink link;
    private final RedisObjects objects;
    private final Factories factories;
    private final Hosts hosts;
    /** Null for that of the local session. */
    private final Codec codec;

    private volatile boolean isClosed;

    /**
     * Connects to the server.
     *
     * @param isOfChild whether the local session is that of the parent of this child, which ends with the process
     */
    RedisSession(RedisAddress address, Multiprocessing local, boolean isOfChild) {
        this(address, local, isOfChild, null);
    }

    /**
     * The same for a child of an agent.
     *
     * @param codec of the session of the child's owner
     */
    RedisSession(RedisAddress address, Multiprocessing local, boolean isOfChild, Codec codec) {
        this.codec = codec;
        this.address = address;
        this.local = local;
        this.isOfChild = isOfChild;
        connection = new RedisConnection(address, this::receive, waiters::lookAll);
        boolean isOpen = false;
        try {
            ServerCheck.check(connection);
            ProcessDetails self = ProcessDetails.ofThisProcess(
                    isOfChild ? Multiprocessing.currentProcess().name() : "MainProcess");
            leases = new Leases(connection, self, this::sweep, waiters::lookAll);
            link = new RedisLink(this, connection, leases, waiters);
            objects = new RedisObjects(this, connection, kinds());
            factories = new Factories(OpenMode.OPEN_OR_CREATE);
            hosts = new Hosts(link, address.prefix(), address.text(), () -> codec().getClass()
                    .getName());
            SessionEntry.get().useOtherHosts(local, RedisHosts.ALL);
            leases.begin();
            noteBeginning();
            // Given first, so run last: what other actions do is included.
            Runnable unused = local.onClose(this::flush);
            isOpen = true;
        } finally {
            if (!isOpen) {
                connection.close();
            }
        }
    }

    /** For who looks at the session. */
    private void noteBeginning() {
        byte[] key = (address.prefix() + ServerLook.CREATED).getBytes(StandardCharsets.UTF_8);
        byte[] now = Long.toString(System.currentTimeMillis()).getBytes(StandardCharsets.US_ASCII);
        boolean unused = connection.call(commands -> commands.setnx(key, now));
    }

    static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>(List.of(SyncKind.values()));
        kinds.addAll(List.of(MemoryKind.values()));
        kinds.addAll(List.of(RedisQueueKind.values()));
        return kinds;
    }

    /** The session of this machine in which this child was started. */
    static Multiprocessing localOfThisChild() {
        Multiprocessing current = Multiprocessing.current();
        return current instanceof RedisSession session ? session.local() : current;
    }

    RedisAddress address() {
        return address;
    }

    /** The session of this machine that has the children and the pipes. */
    Multiprocessing local() {
        return local;
    }

    RedisLink link() {
        return link;
    }

    RedisObjects objects() {
        return objects;
    }

    Hosts hosts() {
        return hosts;
    }

    boolean isOpen() {
        return !isClosed;
    }

    void checkOpen() {
        if (isClosed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    private void sweep(String deadProcess) {
        objects.sweep(deadProcess);
        hosts.sweep(deadProcess);
    }

    /** Called with what comes from the server. Never waits. */
    private void receive(String channel, String message) {
        if (!channel.endsWith(":all")) {
            waiters.receive(message);
            return;
        }
        int blank = message.indexOf(' ');
        String rest = message.substring(blank + 1);
        switch (message.substring(0, blank)) {
            case "deleted" -> {
                objects.forget(rest);
                waiters.lookAll();
            }
            case "entered" -> leases.entered(rest);
            case "end" -> {
                if (!isOfChild) {
                    EndRequest.obey();
                }
            }
            default -> {}
        }
    }

    // ---------------------------------------------------------------- objects

    /** Finds and makes objects as a mode says. */
    private final class Factories
            implements SharedObjects,
                    ForwardingQueues,
                    ForwardingSynchronizers,
                    ForwardingSharedValues,
                    ForwardingPipes {
        private final RedisSynchronizers synchronizers;
        private final RedisValues values;
        private final RedisQueues queues;

        Factories(OpenMode mode) {
            Registry registry = objects.registry(mode);
            synchronizers = new RedisSynchronizers(registry, new JavaSerialization()::write);
            values = new RedisValues(registry);
            queues = new RedisQueues(registry);
        }

        @Override
        public Queues queues() {
            return queues;
        }

        @Override
        public RedisSynchronizers synchronizers() {
            return synchronizers;
        }

        @Override
        public SharedValues sharedValues() {
            return values;
        }

        @Override
        public Pipes pipes() {
            return local;
        }
    }

    @Override
    public SharedObjects createOnly() {
        return new Factories(OpenMode.CREATE_ONLY);
    }

    @Override
    public SharedObjects openOnly() {
        return new Factories(OpenMode.OPEN_ONLY);
    }

    @Override
    public Queues queues() {
        return factories.queues();
    }

    @Override
    public RedisSynchronizers synchronizers() {
        return factories.synchronizers();
    }

    @Override
    public SharedValues sharedValues() {
        return factories.sharedValues();
    }

    @Override
    public Pipes pipes() {
        return factories.pipes();
    }

    // ---------------------------------------------------------------- processes

    @Override
    public ChildProcess process(ProcessTask task) {
        return local.process(new RedisTask(address.text(), task));
    }

    @Override
    public ChildProcess process(String name, ProcessTask task) {
        return local.process(name, new RedisTask(address.text(), task));
    }

    @Override
    public List<ChildProcess> activeChildren() {
        return local.activeChildren();
    }

    @Override
    public <T extends Awaitable> List<T> awaitAny(Duration timeout, Collection<? extends T> awaited)
            throws InterruptedException {
        for (T each : awaited) {
            if (each instanceof ServerObject) {
                throw new UnsupportedOperationException("only what is of this machine can be waited for together with"
                        + " others: children, processes and pipes; wait for an object at a server by itself, object="
                        + each);
            }
        }
        return local.awaitAny(timeout, awaited);
    }

    @Override
    public Codec codec() {
        return codec == null ? local.codec() : codec;
    }

    @Override
    public Runnable onClose(CloseAction action) {
        return local.onClose(action);
    }

    @Override
    public void close() {
        if (isOfChild || isClosed) {
            // A child's session ends with the child, and what its threads hold is theirs until then.
            return;
        }
        try {
            local.close();
        } finally {
            flush();
            leave();
        }
    }

    /** Has the server know what this process has done. */
    private void flush() {
        if (isClosed) {
            return;
        }
        try {
            objects.flush();
        } catch (MultiprocessingException e) {
            Journal.warn(
                    RedisSession.class,
                    "the session is left without the server; what was finished last may be delivered again, address="
                            + address,
                    e);
        }
    }

    private synchronized void leave() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        RedisSessions.closed(this);
        waiters.close();
        try {
            leases.end();
        } finally {
            connection.close();
        }
    }

    /** For tests: from now on no wake-up comes. */
    void hearNothing() {
        connection.unsubscribe(link.channelPrefix() + link.process());
    }

    /** How many waits have ended by a look at the server, though no message had come. */
    long rescues() {
        return waiters.rescues();
    }

    @Override
    public String toString() {
        return "Multiprocessing[session=" + address + "]";
    }
}
