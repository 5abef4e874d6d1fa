package dev.multiproc.redis;

/** The same with an encrypted connection. */
public final class RedisTlsProvider extends RedisProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public RedisTlsProvider() {}

    @Override
    public String scheme() {
        return RedisAddress.ENCRYPTED;
    }
}
