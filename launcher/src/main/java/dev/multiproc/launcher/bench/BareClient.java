package dev.multiproc.launcher.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;

/** The client of the server by itself, with one command for each item, to compare with. */
final class BareClient implements AutoCloseable {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    BareClient(URI address) {
        client = RedisClient.create(uri(address));
        connection = client.connect();
    }

    private static RedisURI uri(URI address) {
        // The client would refuse what only this library knows.
        String text = address.toString();
        int query = text.indexOf('?');
        RedisURI uri = RedisURI.create(query < 0 ? text : text.substring(0, query));
        String password = System.getenv("MULTIPROC_REDIS_PASSWORD");
        String user = System.getenv("MULTIPROC_REDIS_USER");
        if (address.getRawUserInfo() == null && password != null) {
            uri.setCredentialsProvider(new StaticCredentialsProvider(user, password.toCharArray()));
        }
        return uri;
    }

    void ping() {
        String unused = connection.sync().ping();
    }

    void push(String key, String item) {
        long unused = connection.sync().lpush(key, item);
    }

    String pop(String key) {
        return connection.sync().brpop(0, key).getValue();
    }

    void delete(String key) {
        long unused = connection.sync().del(key);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
