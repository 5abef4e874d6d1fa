package dev.multiproc.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * What was written before {@code setRelease} is seen after a {@code getAcquire} that sees it; with plain writes it need not be.
 *
 * <p>{@code mvn -B verify -Pjcstress -pl ipc-core -DskipTests}
 */
public final class MessagePassingStress {
    private MessagePassingStress() {}

    /** By release and acquire. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "before, between, after")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the message is missing")
    @State
    public static class ReleaseAcquire {
        private final int flag = Words.take();
        private final int message = flag + 1;

        @Actor
        public void write() {
            Words.ARRAY.setPlain(message, 1);
            Words.ARRAY.setRelease(flag, 1);
        }

        @Actor
        public void read(JJ_Result result) {
            result.r1 = Words.ARRAY.getAcquire(flag);
            result.r2 = Words.ARRAY.getPlain(message);
        }
    }

    /** The weaker variant: compilers and some processors may turn plain accesses round. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "before, between, after")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the message is missing")
    @State
    public static class Plain {
        private final int flag = Words.take();
        private final int message = flag + 1;

        @Actor
        public void write() {
            Words.ARRAY.setPlain(message, 1);
            Words.ARRAY.setPlain(flag, 1);
        }

        @Actor
        public void read(JJ_Result result) {
            result.r1 = Words.ARRAY.getPlain(flag);
            result.r2 = Words.ARRAY.getPlain(message);
        }
    }
}
