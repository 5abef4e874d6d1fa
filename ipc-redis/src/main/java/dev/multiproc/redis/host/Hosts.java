package dev.multiproc.redis.host;

import dev.multiproc.ChildOptions;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;
import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.entry.FarProcess;
import dev.multiproc.internal.entry.OtherHosts;
import dev.multiproc.internal.object.SharedHandle;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.redis.sync.Link;
import dev.multiproc.redis.sync.Waiter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The children that this process has on other hosts in a session. A thread, which runs while there are any, hears from the server
 * what becomes of them.
 */
public final class Hosts {
    static final String TERMINATE = "terminate";
    static final String KILL = "kill";
    static final String INTERRUPT = "interrupt";

    private final Link link;
    private final HostScript script;
    private final String address;
    private final Supplier<String> codec;
    private final Map<String, FarChild> children = new ConcurrentHashMap<>();
    /** The thread's; empty while there is none. Guarded by this. */
    private String token = "";

    /**
     * For a session.
     *
     * @param prefix of the session's keys
     * @param address as in the handles of its objects
     * @param codec gives its class name
     */
    public Hosts(Link link, String prefix, String address, Supplier<String> codec) {
        this.link = link;
        script = new HostScript(link, prefix);
        this.address = address;
        this.codec = codec;
    }

    /** Called when a process is dead, by any process. Can be repeated. */
    public void sweep(String deadProcess) {
        String unused = script.ask("sweep", deadProcess);
    }

    // ---------------------------------------------------------------- starting

    /**
     * Has a child started.
     *
     * @param task as the program gave it
     */
    public FarProcess start(OtherHosts.Request request, ProcessTask task) {
        link.checkOpen();
        ChildOptions options = request.options();
        checkOwn(request.own());
        byte[] start = new StartRequest(
                        request.name(),
                        request.isDaemon(),
                        options.maxHeap().orElse(0),
                        address,
                        codec.get(),
                        request.home().getName(),
                        digest(request.home()),
                        write(task))
                .toBytes();
        FarChild child = new FarChild(this, UUID.randomUUID().toString(), request.name(), options.hostTimeout());
        children.put(child.id(), child);
        boolean isAsked = false;
        try {
            script.tell(
                    "ask",
                    start,
                    child.id(),
                    link.process(),
                    options.host().orElseThrow(),
                    request.isDaemon() ? "1" : "0");
            child.setKnown();
            isAsked = true;
        } finally {
            if (!isAsked) {
                children.remove(child.id());
            }
        }
        wakeThread();
        if (options.isStartAwaited()) {
            child.awaitStart();
        }
        return child;
    }

    private static void checkOwn(ChildOptions own) {
        boolean isOfJvm = !own.jvmArgs().isEmpty()
                || !own.classPath().isEmpty()
                || !own.environment().isEmpty()
                || own.workingDirectory().isPresent()
                || own.javaHome().isPresent()
                || own.output().isPresent()
                || own.ignoreInterruptSignal();
        if (isOfJvm) {
            throw new IllegalArgumentException(
                    "of a child on another host only the heap can be set here: flags, class path,"
                            + " environment, directory, JDK and output are those of its agent, options=" + own);
        }
    }

    private static String digest(Class<?> home) {
        String digest = ClassPlace.digest(home.getName(), home.getClassLoader());
        if (digest == null) {
            throw new IllegalArgumentException(
                    "the task's class exists in this process only, so that no other host can have"
                            + " it: put it into a jar that is on the class path here and there, class="
                            + home.getName());
        }
        return digest;
    }

    private static byte[] write(ProcessTask task) {
        try (SharedHandle.Destination unused = SharedHandle.toOtherHost()) {
            return new JavaSerialization().write(task);
        }
    }

    /** Sends something to a child's process, or takes the child back if it has none yet. */
    void order(FarChild child, String what) {
        if (!child.isAlive()) {
            return;
        }
        try {
            String unused = script.ask("order", child.id(), what);
        } catch (MultiprocessingException e) {
            // The server is gone: the thread that listens says that the child is lost.
            Journal.debug(Hosts.class, "a child cannot be told, order=" + what + ", child=" + child, e);
        }
    }

    // ---------------------------------------------------------------- listening

    private synchronized void wakeThread() {
        if (token.isEmpty()) {
            Thread thread = new Thread(this::listen, "multiproc-redis-hosts");
            thread.setDaemon(true);
            token = "starting";
            thread.start();
        } else {
            link.waiters().receive(token.substring(token.indexOf(':') + 1) + " news");
        }
    }

    /** Whether there is nothing to listen for: then another call of {@link #wakeThread} starts another thread. */
    private synchronized boolean isAtEnd() {
        if (children.isEmpty()) {
            token = "";
            return true;
        }
        return false;
    }

    private synchronized void setToken(String newToken) {
        token = newToken;
    }

    private void listen() {
        try {
            while (!isAtEnd()) {
                listenAs(link.process());
            }
        } catch (RuntimeException | InterruptedException e) {
            // The server is gone, or the session was closed.
            Journal.debug(Hosts.class, "children on other hosts are lost, address=" + address, e);
            for (FarChild child : children.values()) {
                child.setLost(e.getMessage(), e);
            }
            children.clear();
            setToken("");
        }
    }

    /** This process has another id after its lease ended and it came back; then it listens under that one. */
    private void listenAs(String process) throws InterruptedException {
        try (Waiter waiter = link.waiters().begin(process)) {
            setToken(waiter.token());
            look(waiter.token());
            while (process.equals(link.process()) && !isAtEnd()) {
                String unused = waiter.await(nextLimit(), () -> {
                    look(waiter.token());
                    return children.isEmpty() ? "nothing more" : Waiter.WAIT;
                });
                look(waiter.token());
            }
        }
    }

    private long nextLimit() {
        long now = System.nanoTime();
        long least = Long.MAX_VALUE;
        for (FarChild child : children.values()) {
            if (child.state().equals(FarChild.ASKED)) {
                least = Math.min(least, Math.max(0, child.endNanos() - now));
            }
        }
        return least == Long.MAX_VALUE ? Deadline.NEVER : now + least;
    }

    private void look(String ownToken) {
        List<String> arguments = new ArrayList<>(List.of(link.process(), ownToken));
        for (FarChild child : children.values()) {
            if (child.isKnown()) {
                arguments.add(child.id());
                arguments.add(child.state());
            }
        }
        if (arguments.size() > 2) {
            String changed = script.ask("look", arguments.toArray(new String[0]));
            for (String line : HostScript.lines(changed)) {
                String[] words = line.split(" ", 4);
                learn(children.get(words[0]), words[1], Long.parseLong(words[2]), words[3]);
            }
        }
        for (FarChild child : children.values()) {
            if (child.isLate()) {
                withdraw(child);
            }
        }
    }

    private void learn(FarChild child, String state, long pid, String agent) {
        if (state.equals("missing")) {
            children.remove(child.id());
            child.setLost(
                    "the server does not know it any more: this process's lease had ended, or the server has lost"
                            + " its data",
                    null);
        } else if (state.equals(FarChild.ENDED)) {
            child.setState(FarChild.TAKEN, pid, agent);
            byte[] report = script.field(child.id(), "end");
            if (report.length > 0) {
                child.setReported(report);
            } else {
                child.setEnded(new String(script.field(child.id(), "why"), StandardCharsets.UTF_8));
            }
            children.remove(child.id());
            String unused = script.ask("forget", child.id());
        } else {
            child.setState(state, pid, agent);
        }
    }

    private void withdraw(FarChild child) {
        String answer = script.ask("withdraw", child.id());
        if (answer.startsWith("withdrawn")) {
            children.remove(child.id());
            String why = answer.substring("withdrawn ".length());
            child.setRefused("no agent has taken it within " + child.limit().toMillis() + " ms"
                    + (why.isEmpty() ? "" : ": " + why) + "; " + agents());
        }
    }

    private String agents() {
        List<String> lines = HostScript.lines(script.ask("agents"));
        if (lines.isEmpty()) {
            return "there is no agent: run 'multiproc agent ADDRESS' on another host, address=" + address;
        }
        StringBuilder text = new StringBuilder("the agents that there are:");
        String separator = " ";
        for (String line : lines) {
            String[] words = line.split("\t", 4);
            text.append(separator).append(words[0]);
            text.append(" (").append(words[1]).append(" of ").append(words[2]).append(" children)");
            separator = ", ";
        }
        return text.toString();
    }

    /** For tests and the command line: the names of the agents that there are. */
    public List<String> agentNames() {
        List<String> names = new ArrayList<>();
        for (String line : HostScript.lines(script.ask("agents"))) {
            names.add(line.substring(0, line.indexOf('\t')));
        }
        return names;
    }
}
