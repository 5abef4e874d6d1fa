package dev.multiproc.redis;

import dev.multiproc.MultiprocessingException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * This process's connections to the server: one for requests, which all threads share, and one for messages. Lost connections are
 * made again; requests go on then, or fail after the session's time limit.
 */
final class RedisConnection implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final RedisAddress address;
    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final StatefulRedisPubSubConnection<String, String> messages;
    private final Map<String, String> digests = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /**
     * Connects.
     *
     * @param received called with channel and message, on a thread that must not wait
     * @param reconnected called when a lost connection was made again, on such a thread
     */
    RedisConnection(RedisAddress address, BiConsumer<String, String> received, Runnable reconnected) {
        this.address = address;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(() -> Delay.exponential(Duration.ofMillis(10), LONGEST_PAUSE, 2, TimeUnit.MILLISECONDS))
                .build();
        client = RedisClient.create(resources, address.toLettuce());
        client.setOptions(ClientOptions.builder().autoReconnect(true).build());
        boolean isConnected = false;
        try {
            connection = client.connect(ByteArrayCodec.INSTANCE);
            messages = client.connectPubSub(StringCodec.UTF8);
            messages.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    received.accept(channel, message);
                }
            });
            client.addListener(new RedisConnectionStateListener() {
                @Override
                public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress at) {
                    reconnected.run();
                }
            });
            isConnected = true;
        } catch (RedisException e) {
            throw new MultiprocessingException(
                    "cannot connect to the server, address=" + address + ": " + reason(e)
                            + "; start a Redis or Valkey server there, or correct the address, user or password",
                    e);
        } finally {
            if (!isConnected) {
                shutdown();
            }
        }
    }

    private static String reason(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage();
    }

    RedisAddress address() {
        return address;
    }

    void subscribe(String... channels) {
        messages.sync().subscribe(channels);
    }

    void unsubscribe(String... channels) {
        messages.sync().unsubscribe(channels);
    }

    /** Runs a script, which must be one that can be repeated: it is sent again after a lost connection. */
    byte[] run(String script, List<String> keys, List<byte[]> arguments) {
        return repeat(() -> begin(script, keys, arguments));
    }

    /** Runs a command that can be repeated. */
    <T> T call(Function<RedisAsyncCommands<byte[], byte[]>, Future<T>> command) {
        return repeat(() -> command.apply(connection.async()));
    }

    private <T> T repeat(Supplier<Future<T>> request) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(address.timeoutMillis());
        while (true) {
            Future<T> answer = request.get();
            try {
                return get(answer, end);
            } catch (LostException e) {
                // A new connection is being made. The next request waits for it.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Sends a script, and does not wait for its answer. */
    CompletableFuture<byte[]> begin(String script, List<String> keys, List<byte[]> arguments) {
        String digest = digests.computeIfAbsent(script, RedisConnection::digest);
        byte[][] names = new byte[keys.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = keys.get(i).getBytes(StandardCharsets.UTF_8);
        }
        byte[][] values = arguments.toArray(new byte[0][]);
        return connection
                .async()
                .<byte[]>evalsha(digest, ScriptOutputType.VALUE, names, values)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> isUnknown(failure)
                        ? connection.async().eval(script, ScriptOutputType.VALUE, names, values)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Whether the server was restarted, or has not seen a script yet. */
    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RedisNoScriptException
                || failure instanceof CompletionException && failure.getCause() instanceof RedisNoScriptException;
    }

    private static String digest(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-1", e);
        }
    }

    /**
     * Waits for a result. An interrupt is kept for later: what was sent may have been done, so that the answer is needed.
     *
     * @throws LostException if the connection was lost meanwhile
     */
    private <T> T get(Future<T> future, long endNanos) {
        boolean wasInterrupted = false;
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new MultiprocessingException(
                    "the server has not answered for " + address.timeoutMillis() + " ms, address=" + address
                            + "; what was asked for may or may not have been done; see that the server runs and can be"
                            + " reached, or set another limit with ?timeout=",
                    e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (CancellationException e) {
            throw failure(e);
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The connection was lost before an answer came. */
    private static final class LostException extends MultiprocessingException {
        private static final long serialVersionUID = 1L;

        LostException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private RuntimeException failure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (isClosed) {
            return new IllegalStateException("the session is closed", cause);
        }
        if (isPassing(cause)) {
            return new LostException("the connection to the server was lost, address=" + address, cause);
        }
        return new MultiprocessingException(
                "the server has refused a request, address=" + address + ": " + cause.getMessage(), cause);
    }

    /** Whether it can go better soon: the connection broke, or the server has just started. */
    private static boolean isPassing(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof RedisConnectionException
                || cause instanceof RedisLoadingException
                || cause instanceof RedisException && cause.getCause() instanceof IOException;
    }

    @Override
    public void close() {
        isClosed = true;
        shutdown();
    }

    private void shutdown() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
