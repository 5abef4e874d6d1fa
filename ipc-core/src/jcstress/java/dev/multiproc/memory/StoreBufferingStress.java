package dev.multiproc.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Of two that write each its own word and then read the other's, one at least sees the other's write, by {@code set} and {@code
 * get}; with release and acquire it may be none.
 *
 * <p>{@code mvn -B verify -Pjcstress -pl ipc-core -DskipTests}
 */
public final class StoreBufferingStress {
    private StoreBufferingStress() {}

    /** By volatile accesses. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one sees the other")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "none sees the other")
    @State
    public static class Volatile {
        private final int left = Words.take();
        private final int right = left + 1;

        @Actor
        public void left(JJ_Result result) {
            Words.ARRAY.set(left, 1);
            result.r1 = Words.ARRAY.get(right);
        }

        @Actor
        public void right(JJ_Result result) {
            Words.ARRAY.set(right, 1);
            result.r2 = Words.ARRAY.get(left);
        }
    }

    /** The weaker variant. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one sees the other")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "none sees the other")
    @State
    public static class ReleaseAcquire {
        private final int left = Words.take();
        private final int right = left + 1;

        @Actor
        public void left(JJ_Result result) {
            Words.ARRAY.setRelease(left, 1);
            result.r1 = Words.ARRAY.getAcquire(right);
        }

        @Actor
        public void right(JJ_Result result) {
            Words.ARRAY.setRelease(right, 1);
            result.r2 = Words.ARRAY.getAcquire(left);
        }
    }
}
