package dev.multiproc.redis;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.spi.SessionProvider;
import java.net.URI;

/** Opens sessions at Redis and Valkey servers; see {@link RedisAddress} for their addresses. */
public class RedisProvider implements SessionProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public RedisProvider() {}

    @Override
    public String scheme() {
        return RedisAddress.PLAIN;
    }

    @Override
    public Multiprocessing open(URI address, Options options) {
        return RedisSessions.open(RedisAddress.parse(address), options);
    }

    @Override
    public ServerInspection inspect(URI address) {
        return new ServerLook(RedisAddress.parseServer(address));
    }
}
