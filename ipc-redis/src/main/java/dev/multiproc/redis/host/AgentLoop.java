package dev.multiproc.redis.host;

import dev.multiproc.ChildProcess;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.redis.sync.Link;
import dev.multiproc.redis.sync.Waiter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An agent at work: a thread that takes requests from the server, has children started, and carries out what their owners order. How
 * a child ended is told by the thread that sees it.
 */
public final class AgentLoop implements Runnable {
    /** Sent by the server when the owner of a daemon is dead. */
    private static final String END = "end";
    /** For daemons whose owner is gone, until they are killed. */
    private static final Duration DAEMON_GRACE = Duration.ofSeconds(5);

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * What the agent is.
     *
     * @param name its name
     * @param most how many children it may have
     * @param about what others are told of it
     */
    public record Self(String name, int most, String about) {}

    /** Starts children on this machine. */
    public interface Starter {
        /** Makes the child of a request, and starts it; it is a daemon, so that it ends with this process. */
        ChildProcess start(StartRequest request);

        /** Where the classes of children are found. */
        ClassLoader classes();
    }

    private final Link link;
    private final HostScript script;
    private final Self self;
    private final Starter starter;
    private final Consumer<String> log;
    private final Thread thread = new Thread(this, "multiproc-redis-agent");
    private final Map<String, ChildProcess> children = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isStopping;
    private volatile RuntimeException failure;
    /** Null while it is not registered. Changed by the thread and before it starts. */
    private volatile Waiter waiter;

    private volatile String process;
    /** Used by the thread only. */
    private long lastOrder;

    /**
     * Of a session.
     *
     * @param prefix of the session's keys
     * @param log gets a line for what happens
     */
    public AgentLoop(Link link, String prefix, Self self, Starter starter, Consumer<String> log) {
        this.link = link;
        script = new HostScript(link, prefix);
        this.self = self;
        this.starter = starter;
        this.log = log;
    }

    /**
     * Registers the agent, and begins.
     *
     * @throws MultiprocessingException if another agent has the name
     */
    public void start() {
        register();
        thread.setDaemon(true);
        thread.start();
    }

    private void register() {
        Waiter before = waiter;
        if (before != null) {
            before.close();
        }
        process = link.process();
        waiter = link.waiters().begin(process);
        String answer = script.ask(
                "register", self.name(), process, waiter.token(), Integer.toString(self.most()), self.about());
        if (answer.startsWith("taken")) {
            waiter.close();
            throw new MultiprocessingException("the session has an agent of this name, name=" + self.name() + ", it is "
                    + answer.substring("taken ".length()) + "; give this one another name (--name)");
        }
        lastOrder = 0;
    }

    @Override
    public void run() {
        try {
            boolean takesAll = true;
            while (!isStopping) {
                boolean hasWorked = step(takesAll);
                // What was not taken for a freer agent is taken after a second: that agent may be dead.
                takesAll = !hasWorked
                        && waiter.await(Deadline.in(LOOK_NANOS, TimeUnit.NANOSECONDS), () -> Waiter.WAIT) == null;
            }
        } catch (InterruptedException e) {
            failure = new IllegalStateException(e);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    /** Takes what there is; false if there was nothing. */
    private boolean step(boolean takesAll) {
        String answer = script.ask("take", self.name(), process, Long.toString(lastOrder), takesAll ? "1" : "0");
        if (answer.equals("strange")) {
            begunAgain();
            return true;
        }
        List<String> lines = HostScript.lines(answer);
        boolean hasWorked = false;
        for (String line : lines) {
            String[] words = line.split(" ", 4);
            if (words[0].equals("order")) {
                lastOrder = Math.max(lastOrder, Long.parseLong(words[1]));
                carryOut(words[2], words[3]);
                hasWorked = true;
            } else if (!children.containsKey(words[1])) {
                begin(words[1]);
                hasWorked = true;
            }
        }
        return hasWorked;
    }

    /** The lease had ended, and owners were told that all children have ended: so they have to. */
    private void begunAgain() {
        log.accept("agent " + self.name() + ": its lease had ended, so that its children were given up; it ends them");
        for (ChildProcess child : children.values()) {
            child.kill();
        }
        link.comeBack();
        register();
    }

    private void begin(String id) {
        String name = id;
        try {
            StartRequest request = StartRequest.read(script.field(id, "request"));
            name = request.name();
            checkClass(request);
            ChildProcess child = starter.start(request);
            children.put(id, child);
            long pid = child.pid().orElseThrow();
            CompletableFuture<Void> unused = child.onExit().thenAccept(dead -> ended(id, dead));
            log.accept("agent " + self.name() + ": started " + name + ", pid " + pid);
            if (script.ask("started", id, self.name(), Long.toString(pid)).equals("gone")) {
                child.kill();
            }
        } catch (RuntimeException e) {
            // If it is the server that is gone, the refusal cannot be told either, and the agent ends.
            String why = "the agent on " + self.name() + " refuses it: " + e.getMessage();
            log.accept("agent " + self.name() + ": did not start " + name + ": " + e.getMessage());
            script.tell("refused", why.getBytes(StandardCharsets.UTF_8), id, self.name());
        }
    }

    private void checkClass(StartRequest request) {
        String here = ClassPlace.digest(request.home(), starter.classes());
        if (here == null) {
            throw new MultiprocessingException("the class is not on its class path, class=" + request.home()
                    + "; put the same jar on all hosts, and name it with --classpath");
        }
        if (!here.equals(request.digest())) {
            throw new MultiprocessingException(
                    "its class path holds another build of the program, class=" + request.home() + ", digest there="
                            + here + ", here=" + request.digest() + "; put the same jar on all hosts");
        }
    }

    private void carryOut(String id, String what) {
        ChildProcess child = children.get(id);
        if (child == null) {
            return;
        }
        switch (what) {
            case Hosts.INTERRUPT -> child.interrupt();
            case Hosts.TERMINATE -> child.terminate();
            case Hosts.KILL -> child.kill();
            case END -> {
                log.accept("agent " + self.name() + ": the owner of " + child.name() + " is gone; it is ended");
                end(child);
            }
            default -> log.accept("agent " + self.name() + ": unknown order " + what);
        }
    }

    private static void end(ChildProcess child) {
        child.terminate();
        CompletableFuture<Void> unused = child.onExit()
                .orTimeout(DAEMON_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, late) -> {
                    child.kill();
                    return null;
                });
    }

    private void ended(String id, ChildProcess child) {
        int code = child.exitCode().orElse(0);
        log.accept("agent " + self.name() + ": " + child.name() + " ended, exit code " + code);
        try {
            script.tell("ended", EndReport.of(code, child.failure()), id, self.name());
        } catch (RuntimeException e) {
            // Its owner learns of it by this agent's lease, or has gone itself.
            Journal.debug(AgentLoop.class, "a child's end could not be reported, name=" + child.name(), e);
        } finally {
            children.remove(id);
            synchronized (children) {
                children.notifyAll();
            }
        }
    }

    /** Waits until it has ended: by {@link #stop}, or since the server is gone, which is thrown. */
    public void join() throws InterruptedException {
        ended.await();
        if (failure != null && !isStopping) {
            throw failure;
        }
    }

    /** Takes nothing more, ends all children, and tells their owners; kills those that are there after the grace. */
    public void stop(Duration grace) throws InterruptedException {
        isStopping = true;
        link.waiters().receive(waiter.token().substring(waiter.token().indexOf(':') + 1) + " news");
        for (ChildProcess child : children.values()) {
            child.terminate();
        }
        if (!awaitNoChildren(grace)) {
            for (ChildProcess child : children.values()) {
                child.kill();
            }
            boolean unused = awaitNoChildren(grace);
        }
        ended.await();
        String unused = script.ask("leave", self.name(), process);
        waiter.close();
    }

    private boolean awaitNoChildren(Duration limit) throws InterruptedException {
        long deadline = Deadline.in(limit);
        synchronized (children) {
            while (!children.isEmpty() && Deadline.left(deadline) > 0) {
                TimeUnit.NANOSECONDS.timedWait(children, Deadline.left(deadline));
            }
            return children.isEmpty();
        }
    }
}
