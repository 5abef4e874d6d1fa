package dev.multiproc.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.security.MessageDigest;

/**
 * What the two sides say to each other before there is a connection. Never waits: {@link #advance} goes on as far as it can.
 *
 * <ol>
 *   <li>Both send a {@link Greeting} at once, so that each sees the other's version, and whether it has a key, also if it refuses.
 *   <li>With keys, who connects sends its proof. It is first, so that a listener tells strangers nothing that they could try keys
 *       on.
 *   <li>The listener sends one byte, {@link #WELCOME} or {@link #WRONG_KEY}, and with keys its own proof behind a welcome.
 * </ol>
 *
 * <p>A proof is the {@linkplain Proof HMAC} of the side's role and both greetings, and so of both challenges: one that was sent by
 * the other side, or in another handshake, is wrong here.
 */
final class Handshake {
    static final byte WELCOME = 1;
    static final byte WRONG_KEY = 2;

    /** What is expected next. */
    private enum Step {
        GREETING,
        PROOF,
        ANSWER,
        NOTHING
    }

    private final boolean listening;
    private final byte[] key;
    private final Greeting own;
    private final ByteBuffer out = ByteBuffer.allocate(Greeting.LENGTH + 1 + Proof.LENGTH);
    private ByteBuffer in = ByteBuffer.allocate(Greeting.LENGTH);
    private Greeting theirs;
    private Step step = Step.GREETING;

    /**
     * Begins with a greeting.
     *
     * @param listening whether this side is the listener
     */
    Handshake(boolean listening, ConnectionOptions options) {
        this.listening = listening;
        this.key = options.key();
        this.own = Greeting.make(options);
        out.put(own.bytes());
    }

    /**
     * Writes and reads what can be without waiting.
     *
     * @return whether there is a connection now; if not, wait for {@link #interest()} and call again
     * @throws HandshakeException if there will be none
     */
    boolean advance(ByteChannel channel) throws IOException {
        try {
            while (true) {
                flush(channel);
                if (step == Step.NOTHING) {
                    return out.position() == 0;
                }
                int count = channel.read(in);
                if (count < 0) {
                    throw new HandshakeException("the other side has gone before the handshake was finished" + hint());
                }
                if (step == Step.GREETING) {
                    Greeting.checkBeginning(in);
                }
                if (!in.hasRemaining()) {
                    next(channel);
                } else if (count == 0) {
                    return false;
                }
            }
        } catch (HandshakeException e) {
            throw e;
        } catch (IOException e) {
            throw new HandshakeException("the other side has gone before the handshake was finished" + hint(), e);
        }
    }

    /** Many protocols end the connection when they do not understand us. */
    private String hint() {
        return theirs == null ? "; it may speak something else" : "";
    }

    /** What to wait for, as a selection key takes it. */
    int interest() {
        int write = out.position() > 0 ? SelectionKey.OP_WRITE : 0;
        return step == Step.NOTHING ? write : write | SelectionKey.OP_READ;
    }

    /** The longest message that the other side accepts. */
    int theirMaxMessageBytes() {
        return theirs.maxMessageBytes();
    }

    private void flush(ByteChannel channel) throws IOException {
        out.flip();
        channel.write(out);
        out.compact();
    }

    /** All that was expected has come. */
    private void next(ByteChannel channel) throws IOException {
        switch (step) {
            case GREETING -> greeted();
            case PROOF -> checkClient(channel);
            case ANSWER -> checkAnswer();
            case NOTHING -> throw new IllegalStateException("the handshake is finished");
        }
    }

    private void greeted() throws HandshakeException {
        theirs = Greeting.received(in);
        if (theirs.hasKey() != (key != null)) {
            throw new AuthenticationException(
                    key == null
                            ? "the other side has a key and this side has none"
                            : "this side has a key and the other side has none");
        }
        if (theirs.hasChallengeOf(own)) {
            throw new AuthenticationException("the other side sends our own challenge back");
        }
        if (theirs.maxMessageBytes() < 0) {
            throw new HandshakeException("the other side accepts messages of a negative length");
        }
        if (listening && key == null) {
            out.put(WELCOME);
            step = Step.NOTHING;
        } else if (listening) {
            expect(Step.PROOF, Proof.LENGTH);
        } else if (key == null) {
            expect(Step.ANSWER, 1);
        } else {
            out.put(Proof.ofClient(key, theirs, own));
            expect(Step.ANSWER, 1);
        }
    }

    private void checkClient(ByteChannel channel) throws IOException {
        if (!MessageDigest.isEqual(in.array(), Proof.ofClient(key, own, theirs))) {
            out.put(WRONG_KEY);
            flush(channel); // one byte, for which there is room
            throw new AuthenticationException("the other side has another key");
        }
        out.put(WELCOME).put(Proof.ofListener(key, own, theirs));
        step = Step.NOTHING;
    }

    /** First the byte alone, then the proof. */
    private void checkAnswer() throws HandshakeException {
        boolean isProof = in.capacity() == Proof.LENGTH;
        if (isProof) {
            if (!MessageDigest.isEqual(in.array(), Proof.ofListener(key, theirs, own))) {
                throw new AuthenticationException("the listener has another key");
            }
            step = Step.NOTHING;
        } else if (in.get(0) == WRONG_KEY) {
            throw new AuthenticationException("the listener refuses our key, it has another one");
        } else if (in.get(0) != WELCOME) {
            throw new HandshakeException("the listener gives an unknown answer, answer=" + in.get(0));
        } else if (key == null) {
            step = Step.NOTHING;
        } else {
            expect(Step.ANSWER, Proof.LENGTH);
        }
    }

    private void expect(Step nextStep, int length) {
        step = nextStep;
        in = ByteBuffer.allocate(length);
    }
}
