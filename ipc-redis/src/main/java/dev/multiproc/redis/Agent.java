package dev.multiproc.redis;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildOutput;
import dev.multiproc.ChildProcess;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.redis.host.AgentLoop;
import dev.multiproc.redis.host.StartRequest;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Starts children on this machine for processes on others: what {@link dev.multiproc.ChildOptions#on} asks for, in a session at a
 * server. The command {@code multiproc agent} runs one.
 *
 * <p>It takes requests for its name and for any host, as long as it has a place for one more child. Its children are ordinary ones of
 * this machine; what they write goes to this process's output and error. It reports their starts, ends and last lines, and passes on
 * {@code terminate}, {@code kill} and {@code interrupt}.
 *
 * <p><b>Death</b>: all its children end with it, also if it is killed; their owners learn of that when its lease at the server ends.
 * A daemon is ended when its owner's lease has ended. At SIGTERM the agent ends its children first, which have as long as {@link
 * Options#withExitGrace} says. An agent whose own lease had ended, since it was stopped, ends its children and begins anew.
 *
 * <p><b>Security</b>: names of classes and serialized objects travel, never code. What is started is a {@link
 * dev.multiproc.ProcessTask} of a class on this agent's class path, read in the child with the same limits and filters as any task.
 * But whoever can write to the server can so run code of this class path: see that nobody else can reach it.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class Agent implements AutoCloseable {
    private final RedisSession session;
    private final AgentLoop loop;
    private final Duration grace;
    /** Null until it has begun. */
    private Runnable withdraw;

    private boolean isStopped;

    private Agent(RedisSession session, AgentOptions options) {
        this.session = session;
        grace = options.options().exitGrace();
        ProcessDetails self = ProcessDetails.ofThisProcess(options.name());
        String host = self.host().split("/", 2)[0];
        loop = new AgentLoop(
                session.link(),
                session.address().prefix(),
                new AgentLoop.Self(options.name(), options.most(), "pid " + self.pid() + " on " + host),
                new Starter(session, classes(options.options())),
                options.log());
    }

    private void begin() {
        loop.start();
        withdraw = session.onClose(this::stop);
    }

    /**
     * Joins a session as an agent. The agent works until it is closed.
     *
     * @param address of the session
     * @param options how it works
     * @return the agent
     * @throws IllegalArgumentException if it is no address of a session at a server
     * @throws MultiprocessingException if the server cannot be reached, or the session has an agent of that name
     */
    public static Agent start(URI address, AgentOptions options) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals(RedisAddress.PLAIN) && !scheme.equals(RedisAddress.ENCRYPTED)) {
            // Not the address itself: there may be a password in it.
            throw new IllegalArgumentException(
                    "only a session at a server has agents: its address begins with redis:// or" + " rediss://");
        }
        RedisSession session = RedisSessions.open(RedisAddress.parse(address), options.options());
        boolean isStarted = false;
        try {
            Agent agent = new Agent(session, options);
            agent.begin();
            isStarted = true;
            return agent;
        } finally {
            if (!isStarted) {
                session.close();
            }
        }
    }

    /** The classes that children find. */
    private static ClassLoader classes(Options options) {
        List<Path> extra = options.childOptions().classPath();
        ClassLoader own = Agent.class.getClassLoader();
        if (extra.isEmpty()) {
            return own;
        }
        URL[] urls = new URL[extra.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = extra.get(i).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("no class path can hold it, path=" + extra.get(i), e);
            }
        }
        return new FrontFirst(urls, own);
    }

    /** Finds files in the extra class path first, as the children do. */
    private static final class FrontFirst extends URLClassLoader {
        FrontFirst(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own != null ? own : super.getResource(name);
        }
    }

    private record Starter(RedisSession session, ClassLoader classes) implements AgentLoop.Starter {
        @Override
        public ChildProcess start(StartRequest request) {
            HostedTask task = new HostedTask(
                    session.address().text(), request.address(), request.codec(), HostedTask.text(request.task()));
            ChildOptions options = ChildOptions.defaults().withOutput(ChildOutput.lines(Starter::print));
            if (request.maxHeapBytes() > 0) {
                options = options.withMaxHeap(request.maxHeapBytes());
            }
            if (!request.isDaemon()) {
                // Here it is one, so that it ends with the agent.
                options = options.withJvmArgs("-D" + ChildProcess.MAY_HAVE_CHILDREN + "=true");
            }
            return session.local()
                    .process(request.name(), task)
                    .daemon(true)
                    .options(options)
                    .start();
        }

        private static void print(ChildOutput.Line line) {
            PrintStream stream = line.isError() ? System.err : System.out;
            stream.println(line.text());
        }
    }

    /**
     * Waits until the agent has ended.
     *
     * @throws MultiprocessingException if the server is gone for longer than the session's time limit; {@link #close()} then ends the
     *     children
     * @throws InterruptedException if interrupted while waiting
     */
    public void join() throws InterruptedException {
        loop.join();
    }

    /** Before the session ends, also at SIGTERM. */
    private void stop() throws InterruptedException {
        synchronized (this) {
            if (isStopped) {
                return;
            }
            isStopped = true;
        }
        loop.stop(grace);
    }

    /** Ends its children, tells their owners, and leaves the session. If the thread is interrupted meanwhile, it leaves at once. */
    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MultiprocessingException e) {
            // The session's end ends the children.
            Journal.debug(Agent.class, "the agent ends without the server, address=" + address(), e);
        } finally {
            withdraw.run();
            session.close();
        }
    }

    /**
     * The session's address.
     *
     * @return without user and password
     */
    public String address() {
        return session.address().text();
    }
}
