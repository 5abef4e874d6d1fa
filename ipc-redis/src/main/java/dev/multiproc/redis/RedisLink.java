package dev.multiproc.redis;

import dev.multiproc.ProcessInfo;
import dev.multiproc.redis.sync.Link;
import dev.multiproc.redis.sync.Requests;
import dev.multiproc.redis.sync.Waiters;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the shared objects of a session use of it. */
final class RedisLink implements Link {
    private final RedisSession session;
    private final RedisConnection connection;
    private final Leases leases;
    private final Waiters waiters;
    private final Requests requests = new Requests();

    RedisLink(RedisSession session, RedisConnection connection, Leases leases, Waiters waiters) {
        this.session = session;
        this.connection = connection;
        this.leases = leases;
        this.waiters = waiters;
    }

    @Override
    public String process() {
        return leases.id();
    }

    @Override
    public void comeBack() {
        leases.renew();
    }

    @Override
    public ProcessInfo info(String process) {
        return new RemoteProcess(leases.details(process), () -> leases.isAlive(process));
    }

    @Override
    public String processesKey() {
        return leases.processesKey();
    }

    @Override
    public String answersKey(String process) {
        return leases.answersKey(process);
    }

    @Override
    public String channelPrefix() {
        return leases.channelPrefix();
    }

    String channelOfAll() {
        return leases.channelOfAll();
    }

    @Override
    public byte[] run(String script, List<String> keys, List<byte[]> arguments) {
        return connection.run(script, keys, arguments);
    }

    @Override
    public CompletableFuture<byte[]> begin(String script, List<String> keys, List<byte[]> arguments) {
        return connection.begin(script, keys, arguments);
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public void checkOpen() {
        session.checkOpen();
    }

    @Override
    public Waiters waiters() {
        return waiters;
    }

    @Override
    public Requests requests() {
        return requests;
    }
}
