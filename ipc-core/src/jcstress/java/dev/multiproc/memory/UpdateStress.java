package dev.multiproc.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * An update is one step, and by {@code lock} so are many.
 *
 * <p>{@code mvn -B verify -Pjcstress -pl ipc-core -DskipTests}
 */
public final class UpdateStress {
    private UpdateStress() {}

    /** Two add, and each is told another value. */
    @JCStressTest
    @Outcome(
            id = {"0, 1, 2", "1, 0, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "one is lost")
    @State
    public static class GetAndAdd {
        private final int word = Words.take();

        @Actor
        public void first(JJJ_Result result) {
            result.r1 = Words.ARRAY.getAndAdd(word, 1);
        }

        @Actor
        public void second(JJJ_Result result) {
            result.r2 = Words.ARRAY.getAndAdd(word, 1);
        }

        @Arbiter
        public void after(JJJ_Result result) {
            result.r3 = Words.ARRAY.get(word);
        }
    }

    /** The weaker variant: a read and a write. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "one is lost")
    @State
    public static class GetThenSet {
        private final int word = Words.take();

        @Actor
        public void first() {
            Words.ARRAY.set(word, Words.ARRAY.get(word) + 1);
        }

        @Actor
        public void second() {
            Words.ARRAY.set(word, Words.ARRAY.get(word) + 1);
        }

        @Arbiter
        public void after(J_Result result) {
            result.r1 = Words.ARRAY.get(word);
        }
    }

    /** Who takes a lock sees all that was written, plainly, by those who had it before. */
    @JCStressTest
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both at once, or one that does not see the other")
    @State
    public static class UnderALock {
        private final int word = Words.take();

        private long addOne() {
            Words.lock(word).lock();
            try {
                long next = Words.ARRAY.getPlain(word) + 1;
                Words.ARRAY.setPlain(word, next);
                return next;
            } finally {
                Words.lock(word).unlock();
            }
        }

        @Actor
        public void first(JJ_Result result) {
            result.r1 = addOne();
        }

        @Actor
        public void second(JJ_Result result) {
            result.r2 = addOne();
        }
    }
}
