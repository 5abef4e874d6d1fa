package dev.multiproc.pipe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What only a side that has the key can send in answer to the other's challenge: HMAC-SHA-256 of its role and both greetings. */
final class Proof {
    static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String CLIENT = "multiproc client";
    private static final String LISTENER = "multiproc listener";

    private Proof() {}

    static byte[] ofClient(byte[] key, Greeting listener, Greeting client) {
        return make(key, CLIENT, listener, client);
    }

    static byte[] ofListener(byte[] key, Greeting listener, Greeting client) {
        return make(key, LISTENER, listener, client);
    }

    private static byte[] make(byte[] key, String role, Greeting listener, Greeting client) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(role.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            mac.update(listener.bytes());
            mac.update(client.bytes());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM + ", which every JVM must have", e);
        }
    }
}
