package dev.multiproc.redis.queue;

import dev.multiproc.queue.QueueShutdownException;
import java.util.ArrayList;
import java.util.List;

/** Claims items of a queue. */
final class Takes {
    private static final String NOW = "now";

    private final Remote remote;
    private final Waits waits;
    private final Ahead ahead;

    Takes(Remote remote, Waits waits, Ahead ahead) {
        this.remote = remote;
        this.waits = waits;
        this.ahead = ahead;
    }

    /** Several, as they were claimed, and how many wait still. */
    private record Answer(List<RedisClaim> claims, long left) {}

    /** One; null if there is none now. */
    RedisClaim now() {
        RedisClaim known = ahead.poll();
        return known != null ? known : one(NOW, "");
    }

    /** One as soon as there is one; null if the deadline has passed. */
    RedisClaim await(long deadlineNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        RedisClaim known = ahead.poll();
        return known != null ? known : waits.until(Waits.FOR_ITEMS, deadlineNanos, this::one);
    }

    private RedisClaim one(String how, String token) {
        int wanted = ahead.wanted();
        Answer answer = ask(wanted, how, token, wanted == 1 ? "" : ahead.token());
        if (answer == null) {
            return null;
        }
        List<RedisClaim> claims = answer.claims();
        ahead.answered(answer.left(), claims.subList(1, claims.size()));
        return claims.get(0);
    }

    /** Several; null if there are none now. */
    List<RedisClaim> now(int most) {
        List<RedisClaim> known = ahead.poll(most);
        if (!known.isEmpty()) {
            return known;
        }
        try {
            Answer answer = ask(most, NOW, "", "");
            return answer == null ? null : answer.claims();
        } catch (QueueShutdownException e) {
            return null;
        }
    }

    private Answer ask(int most, String how, String token, String aheadToken) {
        String process = remote.session().process();
        byte[] answer = remote.act("claim", Integer.toString(most), how, token, aheadToken);
        switch (answer[0]) {
            case '2' -> throw remote.shutDown();
            case '0' -> {
                waits.setDue(token, answer);
                return null;
            }
            default -> {}
        }
        List<byte[]> fields = Packed.strings(answer, 0);
        List<RedisClaim> claims = new ArrayList<>();
        for (int i = 1; i < fields.size(); i += 4) {
            new RedisClaim.Record(
                            process,
                            Packed.text(fields.get(i)),
                            Long.parseLong(Packed.text(fields.get(i + 1))),
                            Integer.parseInt(Packed.text(fields.get(i + 2))),
                            fields.get(i + 3),
                            !aheadToken.isEmpty())
                    .addTo(claims);
        }
        return new Answer(claims, Long.parseLong(Packed.text(fields.get(0))));
    }
}
