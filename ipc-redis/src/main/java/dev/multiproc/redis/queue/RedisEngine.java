package dev.multiproc.redis.queue;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.codec.Codec;
import dev.multiproc.internal.engine.ClaimedBatch;
import dev.multiproc.internal.engine.JoinableEngineQueue;
import dev.multiproc.internal.engine.LetterEngine;
import dev.multiproc.internal.engine.QueueEngine;
import dev.multiproc.internal.engine.ReturnReason;
import dev.multiproc.internal.park.Readiness;
import dev.multiproc.queue.ConsumerDeath;
import dev.multiproc.queue.DeadLetterQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.redis.sync.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A queue's items at a server, as one process sees them. All changes are steps of {@code queue.lua}. */
final class RedisEngine<E> implements QueueEngine<E, RedisClaim> {
    /** Items that are finished one right after the other need not wait for the server one by one. */
    private static final long BURST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private static final String BY_OPTIONS = "-1";

    private final Place place;
    /** Of a queue of dead letters: the one that they come from. */
    private final RedisEngine<E> owner;

    private final Remote remote;
    private final Finishes finishes;
    private final Waits waits;
    private final Ahead ahead;
    private final Takes takes;
    private final Puts puts;
    private final Items<E> items;
    private final Codec codec;
    private final boolean isPlain;
    private final int capacity;
    private final boolean hasLease;
    private volatile boolean isClosed;
    private volatile long lastFinish = System.nanoTime() - BURST_NANOS;
    private DeadLetterQueue<E> deadLetters;

    RedisEngine(Place place, Codec codec) {
        this(place, codec, null);
    }

    private RedisEngine(Place place, Codec codec, RedisEngine<E> owner) {
        this.place = place;
        this.codec = codec;
        this.owner = owner;
        remote = new Remote(place);
        finishes = new Finishes(remote);
        waits = new Waits(remote, this::checkOpen);
        boolean isOfLetters = owner != null;
        items = new Items<>(place.name(), codec, isOfLetters);
        isPlain = isOfLetters || place.title().equals(RedisQueueKind.PLAIN.title());
        capacity = isOfLetters ? 0 : Integer.parseInt(remote.made("capacity"));
        hasLease = !isOfLetters && !remote.made("lease").equals("0");
        puts = new Puts(remote, waits, capacity > 0);
        ahead = new Ahead(remote, !isOfLetters && mayClaimAhead(), capacity);
        takes = new Takes(remote, waits, ahead);
    }

    /**
     * Whether the death of a consumer does no harm to items that it has claimed and not looked at: each of them counts as delivered
     * then, once at most, since it is claimed alone from then on.
     */
    private boolean mayClaimAhead() {
        return !hasLease
                && remote.made("death").equals(ConsumerDeath.REDELIVER.name())
                && remote.made("first").equals("0")
                && Integer.parseInt(remote.made("max")) > 1;
    }

    Object handle() {
        return place.handle();
    }

    @Override
    public String name() {
        return place.name();
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public void checkOpen() {
        if (isClosed) {
            throw closedException();
        }
        place.link().checkOpen();
    }

    @Override
    public IllegalStateException closedException() {
        return new IllegalStateException("the queue is closed in this process, queue=" + name());
    }

    @Override
    public void close() {
        if (!isClosed) {
            flush();
            isClosed = true;
            place.link().waiters().lookAll();
        }
    }

    /** Has the server know what this process has done, and gives back what it has not begun. */
    void flush() {
        ahead.close();
        finishes.flush();
    }

    /** The same for its dead letters, too. */
    void flushAll() {
        flush();
        DeadLetterQueue<E> letters;
        synchronized (this) {
            letters = deadLetters;
        }
        if (letters != null) {
            ((RedisDeadLetters<E>) letters).engine().flush();
        }
    }

    Waits waits() {
        return waits;
    }

    QueueShutdownException shutDown() {
        return remote.shutDown();
    }

    @Override
    public boolean delete() {
        place.link().checkOpen();
        boolean isDeleted = place.delete();
        place.link().waiters().lookAll();
        return isDeleted;
    }

    // ---------------------------------------------------------------- putting

    @Override
    public boolean put(E item, long deadlineNanos) throws InterruptedException {
        return puts.put(items.write(item), deadlineNanos);
    }

    @Override
    public boolean offer(E item) {
        return puts.now(items.write(item));
    }

    @Override
    public int putAll(Object[] all, long deadlineNanos) throws InterruptedException {
        List<byte[]> bodies = new ArrayList<>(all.length);
        for (Object each : all) {
            bodies.add(items.write(each));
        }
        return puts.putAll(bodies, deadlineNanos);
    }

    // ---------------------------------------------------------------- taking

    @Override
    public RedisClaim claim() {
        checkOpen();
        return takes.now();
    }

    @Override
    public RedisClaim awaitClaim(long deadlineNanos) throws InterruptedException {
        checkOpen();
        return takes.await(deadlineNanos);
    }

    @Override
    public ClaimedBatch<RedisClaim> claimAll(int most) {
        List<RedisClaim> claims = takes.now(most);
        return claims == null ? null : new RedisBatch(claims);
    }

    @Override
    public E read(RedisClaim claim) {
        return items.read(claim);
    }

    @Override
    public E read(ClaimedBatch<RedisClaim> batch, int index) {
        return read(((RedisBatch) batch).get(index));
    }

    // ---------------------------------------------------------------- settling

    @Override
    public boolean finish(RedisClaim claim) {
        boolean isBurst = System.nanoTime() - lastFinish < BURST_NANOS;
        try {
            if (isPlain || claim.record().isAhead() || isBurst && !hasLease) {
                finishes.later(claim);
                return true;
            }
            return isInTime(claim, finishes.now(claim));
        } finally {
            lastFinish = System.nanoTime();
        }
    }

    private static boolean isInTime(RedisClaim claim, boolean isInTime) {
        claim.release();
        if (!isInTime) {
            claim.setLate();
        }
        return isInTime;
    }

    @Override
    public void finishAll(ClaimedBatch<RedisClaim> batch) {
        finishes.later(batch.partsFrom(0));
    }

    private boolean settle(RedisClaim claim, String operation, String... more) {
        if (!claim.settle()) {
            return false;
        }
        return isInTime(claim, isDone(claim, operation, more));
    }

    private boolean isDone(RedisClaim claim, String operation, String... more) {
        String[] arguments = new String[2 + more.length];
        arguments[0] = claim.record().number();
        arguments[1] = Integer.toString(claim.index());
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Packed.text(remote.act(operation, arguments)).equals("done");
    }

    @Override
    public boolean giveBack(RedisClaim claim, ReturnReason reason) {
        return settle(claim, "giveBack", reason.cause().name(), Letters.shortened(reason.text()), BY_OPTIONS);
    }

    @Override
    public boolean giveBack(RedisClaim claim, ReturnReason reason, long delayNanos) {
        return settle(
                claim,
                "giveBack",
                reason.cause().name(),
                Letters.shortened(reason.text()),
                micros(Math.max(0, delayNanos)));
    }

    /** Rounded up: never early. */
    private static String micros(long nanos) {
        return Long.toString(nanos / 1000 + (nanos % 1000 == 0 ? 0 : 1));
    }

    @Override
    public boolean reject(RedisClaim claim, ReturnReason reason) {
        return settle(claim, "reject", reason.cause().name(), Letters.shortened(reason.text()));
    }

    @Override
    public boolean forward(RedisClaim claim, QueueEngine<?, ?> target, Object result, long deadlineNanos)
            throws InterruptedException {
        if (!(target instanceof RedisEngine<?> other) || other.place.link() != place.link()) {
            throw new IllegalArgumentException(
                    "an item can be forwarded to a queue of its own session only, queue=" + name());
        }
        byte[] body = other.items.write(result);
        if (claim.isSettled()) {
            throw settledBefore(claim);
        }
        Boolean isDone = other.waits.until(
                Waits.FOR_ROOM, deadlineNanos, (how, token) -> forward(claim, other, body, how, token));
        return isDone != null;
    }

    /** One try; null if there is no room. */
    private Boolean forward(RedisClaim claim, RedisEngine<?> other, byte[] body, String how, String token) {
        String answer = Packed.text(remote.act(
                "forward",
                List.of(
                        Remote.bytes(claim.record().number()),
                        Remote.bytes(Integer.toString(claim.index())),
                        Remote.bytes(other.place.key()),
                        Remote.bytes(how),
                        Remote.bytes(token),
                        Chunk.ofOne(body))));
        switch (answer) {
            case "full" -> {
                return null;
            }
            case "over" -> throw other.shutDown();
            case "gone" -> throw new ObjectDeletedException("the queue was deleted, name=" + other.name());
            case "late" -> {
                claim.setLate();
                throw settledBefore(claim);
            }
            default -> {}
        }
        if (!claim.settle()) {
            throw settledBefore(claim);
        }
        claim.release();
        return true;
    }

    private IllegalStateException settledBefore(RedisClaim claim) {
        if (claim.isLate() && hasLease) {
            return JoinableEngineQueue.leaseExpired(name(), claim.id());
        }
        return new IllegalStateException(
                "the item was finished or given back before, queue=" + name() + ", item=" + claim.id());
    }

    @Override
    public Readiness readiness() {
        throw new UnsupportedOperationException(
                "a queue at a server can be waited for by itself only, not together with others, queue=" + name());
    }

    @Override
    public boolean hasLease() {
        return hasLease;
    }

    @Override
    public boolean extend(RedisClaim claim, long nanos) {
        if (claim.isSettled()) {
            return false;
        }
        if (!hasLease || isDone(claim, "extend", micros(nanos))) {
            return true;
        }
        claim.setLate();
        return false;
    }

    // ---------------------------------------------------------------- looking

    @Override
    public E peek() {
        RedisClaim next = ahead.peek();
        if (next != null) {
            byte[] chunk = next.record().chunk();
            return items.show(Arrays.copyOfRange(chunk, next.begin(), next.begin() + next.length()));
        }
        byte[] answer = remote.raw("peek");
        return switch (answer[0]) {
            case '2' -> throw shutDown();
            case '0' -> null;
            default -> items.show(Arrays.copyOfRange(answer, 1, answer.length));
        };
    }

    @Override
    public List<E> snapshot() {
        List<E> all = new ArrayList<>();
        for (RedisClaim each : ahead.copy()) {
            all.add(items.read(each));
        }
        for (byte[] chunk : Packed.strings(remote.raw("snapshot"), 0)) {
            for (byte[] each : Chunk.bodies(chunk)) {
                all.add(items.show(each));
            }
        }
        return Collections.unmodifiableList(all);
    }

    @Override
    public long waiting() {
        return Long.parseLong(remote.word("waiting")) + ahead.size();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean isFull() {
        return capacity > 0 && remote.word("room").equals("0");
    }

    // ---------------------------------------------------------------- ending

    @Override
    public void shutdown(boolean isImmediate) {
        byte[] unused = remote.act("shutdown", isImmediate ? "over" : "shut");
        if (isImmediate) {
            ahead.close();
        }
    }

    @Override
    public boolean isShutdown() {
        return !remote.word("state").isEmpty();
    }

    @Override
    public boolean awaitFinished(long deadlineNanos) throws InterruptedException {
        finishes.flush();
        return waits.until(Waits.FOR_THE_END, deadlineNanos, (how, token) -> {
                    byte[] answer = remote.act("join", how, token);
                    if (answer[0] == '1') {
                        return true;
                    }
                    waits.setDue(token, answer);
                    return null;
                })
                != null;
    }

    @Override
    public long unfinished() {
        finishes.flush();
        return Long.parseLong(remote.word("unfinished"));
    }

    @Override
    public List<Long> lostItems() {
        String lost = remote.word("lost");
        List<Long> all = new ArrayList<>();
        for (String each : lost.isEmpty() ? new String[0] : lost.split(" ")) {
            all.add(Long.parseLong(each));
        }
        return all;
    }

    // ---------------------------------------------------------------- dead letters

    @Override
    public DeadLetterQueue<E> deadLetters() {
        checkOpen();
        // Asked each time: the queue may have been deleted by another process.
        byte[] unused = remote.act("letters");
        synchronized (this) {
            if (deadLetters == null
                    || ((RedisDeadLetters<E>) deadLetters).engine().isClosed()) {
                deadLetters = new RedisDeadLetters<>(new RedisEngine<>(new LetterPlace(place), codec, this));
            }
            return deadLetters;
        }
    }

    @Override
    public LetterEngine<E, RedisClaim> letters() {
        return new Letters<>(items, remote, owner);
    }
}
