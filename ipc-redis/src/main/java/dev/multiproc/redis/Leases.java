package dev.multiproc.redis;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The processes of a session: this one's lease, and what is done after others have ended; see {@code lease.lua}. A thread renews the
 * lease three times while it lasts, and looks for processes whose lease has ended. One that it finds late twice is declared dead, so
 * that all can renew their leases first after the server was gone. Then everything that it holds is freed, by any process; that can
 * be repeated.
 */
final class Leases {
    private static final String SCRIPT = read();

    private final RedisConnection connection;
    private final String prefix;
    private final ProcessDetails self;
    private final Consumer<String> sweep;
    private final Runnable lost;
    private final ScheduledExecutorService thread;
    private final Map<String, ProcessDetails> known = new ConcurrentHashMap<>();
    private final Set<String> late = new HashSet<>();
    private volatile String id;

    /**
     * Enters this process.
     *
     * @param sweep frees what a dead process holds
     * @param lost called when this process was declared dead, and has another id from now on
     */
    Leases(RedisConnection connection, ProcessDetails self, Consumer<String> sweep, Runnable lost) {
        this.connection = connection;
        this.prefix = connection.address().prefix();
        this.self = self;
        this.sweep = sweep;
        this.lost = lost;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "multiproc-redis-lease");
            made.setDaemon(true);
            return made;
        });
    }

    private static String read() {
        return RedisObjects.text("/dev/multiproc/redis/object/lease.lua");
    }

    String id() {
        return id;
    }

    String processesKey() {
        return prefix + "processes";
    }

    String channelPrefix() {
        return prefix + "wake:";
    }

    String channelOfAll() {
        return prefix + "all";
    }

    String answersKey(String process) {
        return prefix + "answers:" + process;
    }

    private String run(String operation, String process, String... more) {
        List<byte[]> arguments = new ArrayList<>();
        for (String each : List.of(operation, prefix + "lease:", process)) {
            arguments.add(each.getBytes(StandardCharsets.UTF_8));
        }
        for (String each : more) {
            arguments.add(each.getBytes(StandardCharsets.UTF_8));
        }
        byte[] answer = connection.run(SCRIPT, List.of(processesKey(), prefix + "dead"), arguments);
        return new String(answer, StandardCharsets.UTF_8);
    }

    /** Enters this process, and begins to renew its lease. */
    void begin() {
        connection.subscribe(channelOfAll());
        enter();
        long third = Math.max(1, connection.address().leaseMillis() / 3);
        Future<?> unused = thread.scheduleWithFixedDelay(this::tick, third, third, TimeUnit.MILLISECONDS);
    }

    private void enter() {
        String next = UUID.randomUUID().toString();
        // Before others can send it anything.
        connection.subscribe(channelPrefix() + next);
        run("enter", next, leaseMillis(), self.text(), channelOfAll());
        id = next;
    }

    private String leaseMillis() {
        return Long.toString(connection.address().leaseMillis());
    }

    // ---------------------------------------------------------------- each tick

    private void tick() {
        try {
            renew();
            sweepLate();
            sweepDead();
        } catch (RuntimeException e) {
            // The next tick tries again.
            Journal.debug(Leases.class, "a look at the leases failed, address=" + connection.address(), e);
        }
    }

    /** Renews this process's lease; enters it again if it was declared dead. */
    synchronized void renew() {
        String old = id;
        if (run("renew", old, leaseMillis()).equals("expired")) {
            enter();
            connection.unsubscribe(channelPrefix() + old);
            lost.run();
        }
    }

    private void sweepLate() {
        List<String> now = lines(run("late", ""));
        for (String each : now) {
            if (late.contains(each)) {
                bury(each, false);
            }
        }
        late.clear();
        late.addAll(now);
    }

    private void sweepDead() {
        for (String each : lines(run("dead", ""))) {
            sweep.accept(each);
            run("forget", each, answersKey(each));
        }
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    private void bury(String process, boolean isKnownToBeDead) {
        if (run("bury", process, isKnownToBeDead ? "1" : "0").equals("done")) {
            late.remove(process);
        }
    }

    // ---------------------------------------------------------------- children

    /** Called with what comes to all: watches a child of this process that has entered. */
    void entered(String message) {
        int blank = message.indexOf(' ');
        String process = message.substring(0, blank);
        ProcessDetails details = ProcessDetails.parse(message.substring(blank + 1));
        if (details.isOfThisHost() && details.pid() != self.pid()) {
            ProcessHandle child = ProcessHandle.of(details.pid()).orElse(null);
            if (child != null && isChildOfThisProcess(child)) {
                CompletableFuture<Void> unused = child.onExit().thenRun(() -> childEnded(process));
            }
        }
    }

    private boolean isChildOfThisProcess(ProcessHandle process) {
        return process.parent().map(ProcessHandle::pid).orElse(-1L) == self.pid();
    }

    private void childEnded(String process) {
        if (!thread.isShutdown()) {
            thread.execute(() -> {
                try {
                    bury(process, true);
                    sweepDead();
                } catch (RuntimeException e) {
                    // Its lease ends.
                    Journal.debug(Leases.class, "a child's end could not be reported", e);
                }
            });
        }
    }

    // ---------------------------------------------------------------- who is who

    ProcessDetails details(String process) {
        return known.computeIfAbsent(process, this::look);
    }

    private ProcessDetails look(String process) {
        byte[] alive = connection.call(commands -> commands.hget(bytes(processesKey()), bytes(process)));
        // Else it may be one that is being swept.
        byte[] text = alive != null
                ? alive
                : connection.call(commands -> commands.hget(bytes(prefix + "dead"), bytes(process)));
        return text == null
                ? new ProcessDetails(-1, "unknown", "a process that has ended")
                : ProcessDetails.parse(new String(text, StandardCharsets.UTF_8));
    }

    boolean isAlive(String process) {
        return connection.call(commands -> commands.hexists(bytes(processesKey()), bytes(process)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves the session: whatever this process holds is freed. */
    void end() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(connection.address().timeoutMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            bury(id, true);
            sweepDead();
        } catch (MultiprocessingException e) {
            Journal.warn(
                    Leases.class,
                    "the session was left without the server, which frees what this process held when its lease ends,"
                            + " address=" + connection.address(),
                    e);
        }
    }
}
