package dev.multiproc.pipe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What each side sends first, without waiting for the other.
 *
 * <pre>
 * byte   0        8         12      16           20          52
 *        +--------+---------+-------+------------+-----------+
 *        | MAGIC  | version | flags | maxMessage | challenge |
 *        +--------+---------+-------+------------+-----------+
 * </pre>
 *
 * <p>Numbers have the highest byte first. All versions begin with the magic and the version, so that each side can say what is
 * wrong with the other.
 */
final class Greeting {
    static final int VERSION = 1;
    static final int LENGTH = 52;
    static final int VERSION_END = 12;

    private static final byte[] MAGIC = "multipr\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_OFFSET = MAGIC.length;
    private static final int FLAGS_OFFSET = VERSION_END;
    private static final int MAX_MESSAGE_OFFSET = FLAGS_OFFSET + Integer.BYTES;
    private static final int CHALLENGE_OFFSET = MAX_MESSAGE_OFFSET + Integer.BYTES;

    private static final int HAS_KEY = 1;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private Greeting(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Ours, with a challenge that was never used before. */
    static Greeting make(ConnectionOptions options) {
        byte[] challenge = new byte[LENGTH - CHALLENGE_OFFSET];
        RANDOM.nextBytes(challenge);
        return new Greeting(ByteBuffer.allocate(LENGTH)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(options.key() == null ? 0 : HAS_KEY)
                .putInt(options.maxMessageBytes())
                .put(challenge)
                .array());
    }

    /**
     * Looks at the first bytes of the other side's greeting.
     *
     * @param received from index 0 to the position
     * @throws HandshakeException if they cannot become one
     */
    static void checkBeginning(ByteBuffer received) throws HandshakeException {
        byte[] beginning = copy(received);
        int count = Math.min(beginning.length, MAGIC.length);
        if (!Arrays.equals(beginning, 0, count, MAGIC, 0, count)) {
            throw new HandshakeException(
                    "the other side speaks something else, which begins with \"" + printable(beginning) + "\"");
        }
        if (beginning.length >= VERSION_END && received.getInt(VERSION_OFFSET) != VERSION) {
            throw new HandshakeException("the other side speaks another version of the protocol, theirs="
                    + received.getInt(VERSION_OFFSET) + ", ours=" + VERSION);
        }
    }

    /** Of all the bytes, which were checked. */
    static Greeting received(ByteBuffer received) {
        return new Greeting(copy(received));
    }

    byte[] bytes() {
        return bytes;
    }

    boolean hasKey() {
        return (number(FLAGS_OFFSET) & HAS_KEY) != 0;
    }

    /** The longest message that the side accepts. */
    int maxMessageBytes() {
        return number(MAX_MESSAGE_OFFSET);
    }

    boolean hasChallengeOf(Greeting other) {
        return Arrays.equals(bytes, CHALLENGE_OFFSET, LENGTH, other.bytes, CHALLENGE_OFFSET, LENGTH);
    }

    private int number(int offset) {
        return ByteBuffer.wrap(bytes).getInt(offset);
    }

    private static byte[] copy(ByteBuffer received) {
        byte[] bytes = new byte[received.position()];
        received.get(0, bytes);
        return bytes;
    }

    private static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte character : bytes) {
            text.append(character >= ' ' && character < 0x7f ? (char) character : '.');
        }
        return text.toString();
    }
}
