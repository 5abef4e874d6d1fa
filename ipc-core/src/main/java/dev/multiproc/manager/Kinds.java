package dev.multiproc.manager;

import dev.multiproc.pool.PoolOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Makes the objects that every manager has, and those of the user's own types. */
final class Kinds implements Workshop {
    static final String MAP = "map";
    static final String LIST = "list";
    static final String SET = "set";
    static final String DEQUE = "deque";
    static final String QUEUE = "queue";
    static final String JOINABLE_QUEUE = "joinableQueue";
    static final String LIFO_QUEUE = "lifoQueue";
    static final String PRIORITY_QUEUE = "priorityQueue";
    static final String NAMESPACE = "namespace";
    static final String VALUE = "value";
    static final String ARRAY = "array";
    static final String LOCK = "lock";
    static final String SEMAPHORE = "semaphore";
    static final String BOUNDED_SEMAPHORE = "boundedSemaphore";
    static final String EVENT = "event";
    static final String BARRIER = "barrier";

    static final String POOL = "pool";

    private static final int INITIAL_CAPACITY = 11;

    private static final Set<Class<?>> GIVEN_AS_PROXIES = Set.of(
            Lock.class,
            Condition.class,
            ManagedMap.class,
            ManagedList.class,
            ManagedValue.class,
            ManagedArray.class,
            ManagedEvent.class,
            ManagedJoinableQueue.class,
            ManagedSemaphore.class,
            ManagedPool.Result.class,
            ManagedBarrier.class,
            Namespace.class);

    private final Server server;

    /** Those that are open, by their addresses. */
    private final Map<SocketAddress, Door> doors = new ConcurrentHashMap<>();

    Kinds(Server server) {
        this.server = server;
    }

    /** Results of methods of these types are what cannot be copied, or what is managed by its very type. */
    static boolean isGivenAsProxy(Class<?> type) {
        return GIVEN_AS_PROXIES.contains(type);
    }

    @Override
    @SuppressWarnings("unchecked") // The client passes what belongs to the kind.
    public Object make(String kind, Object argument) {
        return switch (kind) {
            case MAP -> server.proxy(new MapObject<>(), ManagedMap.class);
            case LIST -> server.proxy(new ListObject<>(), ManagedList.class);
            case SET -> server.proxy(ConcurrentHashMap.newKeySet(), Set.class);
            case DEQUE -> server.proxy(new LinkedBlockingDeque<>(), BlockingDeque.class);
            case QUEUE -> server.proxy(new LinkedBlockingQueue<>((int) argument), BlockingQueue.class);
            case JOINABLE_QUEUE -> server.proxy(new JoinableQueueObject<>((int) argument), ManagedJoinableQueue.class);
            case LIFO_QUEUE -> server.proxy(new LifoQueue<>(), BlockingQueue.class);
            case PRIORITY_QUEUE ->
                server.proxy(
                        new PriorityBlockingQueue<>(INITIAL_CAPACITY, (Comparator<Object>) argument),
                        BlockingQueue.class);
            case NAMESPACE -> server.proxy(new NamespaceObject(), Namespace.class);
            case VALUE -> server.proxy(new ValueObject<>(), ManagedValue.class);
            case ARRAY -> server.proxy(new ArrayObject<>((int) argument), ManagedArray.class);
            case LOCK -> server.proxy(new OwnedLock(), Lock.class);
            case SEMAPHORE ->
                server.proxy(new SemaphoreObject((int) argument, Integer.MAX_VALUE), ManagedSemaphore.class);
            case BOUNDED_SEMAPHORE ->
                server.proxy(new SemaphoreObject((int) argument, (int) argument), ManagedSemaphore.class);
            case EVENT -> server.proxy(new EventObject(), ManagedEvent.class);
            case BARRIER -> server.proxy(new BarrierObject((int) argument), ManagedBarrier.class);
            case POOL -> server.proxy(new PoolObject(poolOptions(argument)), ManagedPool.class);
            default -> throw new IllegalArgumentException("a manager has no such objects, kind=" + kind);
        };
    }

    /** A number of workers needs no class that a remote client's filter would have to allow. */
    @SuppressWarnings("unchecked") // Of what it makes options.
    private static PoolOptions poolOptions(Object argument) {
        return argument instanceof Integer workers
                ? PoolOptions.workers(workers)
                : ((Shipped.Maker<PoolOptions>) argument).get();
    }

    @Override
    public void register(String type, Shipped.Maker<?> maker) {
        server.register(Exposed.named(type).type(), maker);
    }

    @Override
    public Object create(String type) {
        Class<?> exposed = Exposed.named(type).type();
        Shipped.Maker<?> maker = server.maker(exposed);
        if (maker == null) {
            throw new IllegalArgumentException(
                    "nothing says how such an object is made: register the type, type=" + type);
        }
        return server.proxy(exposed.cast(maker.get()), exposed);
    }

    @Override
    public SocketAddress serve(SocketAddress address, RemoteOptions options) throws IOException {
        checkLocal(address);
        Door door = Door.open(server, address, options);
        doors.put(door.address(), door);
        return door.address();
    }

    @Override
    public void stopServing(SocketAddress address) {
        checkLocal(address);
        Door door = doors.remove(address);
        if (door != null) {
            door.close();
        }
    }

    private static void checkLocal(SocketAddress address) {
        if (Worker.current().client().isRemote()) {
            throw new IllegalStateException(
                    "only processes of the manager's session let remote clients in, address=" + address);
        }
    }

    @Override
    public void bind(String name, Object object) {
        server.names().bind(name, object);
    }

    @Override
    public Object lookup(String name) {
        return server.names().lookup(name);
    }

    @Override
    public boolean unbind(String name) {
        return server.names().unbind(name);
    }

    @Override
    public SentStatistics statistics() {
        return SentStatistics.of(server.statistics());
    }

    @Override
    public int objectCount() {
        return server.objects().size();
    }
}
