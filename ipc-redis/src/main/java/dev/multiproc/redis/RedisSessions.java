package dev.multiproc.redis;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.codec.Codec;
import dev.multiproc.internal.object.SafeName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** The sessions at servers that this JVM has open, by address. Handles find their session here. */
final class RedisSessions {
    private static final Map<String, RedisSession> OPEN = new HashMap<>();

    private RedisSessions() {}

    static RedisSession open(RedisAddress address, Options options) {
        Multiprocessing local = Multiprocessing.open(options);
        boolean isOpen = false;
        try {
            // For the children: user and password go no other way, and stay in this user's memory.
            local.sharedReference(referenceName(address.text()), address);
            RedisSession session = new RedisSession(address, local, false);
            synchronized (OPEN) {
                OPEN.putIfAbsent(address.text(), session);
            }
            isOpen = true;
            return session;
        } finally {
            if (!isOpen) {
                local.close();
            }
        }
    }

    /** The session with an address; a child that is not part of it yet joins it, if its parent is. */
    static RedisSession at(String address) {
        synchronized (OPEN) {
            RedisSession known = OPEN.get(address);
            if (known == null) {
                known = join(address);
                OPEN.put(address, known);
            }
            return known;
        }
    }

    private static RedisSession join(String address) {
        try {
            Multiprocessing local = RedisSession.localOfThisChild();
            RedisAddress full = (RedisAddress) local.openOnly()
                    .sharedReference(referenceName(address), null)
                    .get();
            return new RedisSession(full, local, true);
        } catch (NoSuchElementException e) {
            throw new IllegalStateException(
                    "the shared object belongs to a session that this process is not part of, address=" + address
                            + "; open the session first",
                    e);
        }
    }

    /**
     * Joins the session of an agent, in a child of that, under the address by which the owner of the child knows it: that one is in
     * the handles of objects.
     *
     * @param codec the class name of the owner's codec
     */
    static RedisSession joinAs(String ofAgent, String ofOwner, String codec) {
        synchronized (OPEN) {
            Multiprocessing local = RedisSession.localOfThisChild();
            RedisAddress address = ((RedisAddress) local.openOnly()
                            .sharedReference(referenceName(ofAgent), null)
                            .get())
                    .as(ofOwner);
            // For children of this child.
            local.sharedReference(referenceName(ofOwner), address);
            RedisSession session = new RedisSession(address, local, true, codec(codec, local.codec()));
            OPEN.put(ofOwner, session);
            return session;
        }
    }

    private static Codec codec(String className, Codec usual) {
        if (className.equals(usual.getClass().getName())) {
            return usual;
        }
        try {
            return Class.forName(className, true, Thread.currentThread().getContextClassLoader())
                    .asSubclass(Codec.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the codec has no public constructor without parameters, or is not on the class path, class="
                            + className,
                    e);
        }
    }

    static void closed(RedisSession session) {
        synchronized (OPEN) {
            OPEN.remove(session.address().text(), session);
        }
    }

    private static String referenceName(String address) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            return "multiproc-redis-" + SafeName.hexadecimal(Arrays.copyOf(hash, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
