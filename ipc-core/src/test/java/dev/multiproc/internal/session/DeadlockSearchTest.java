package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.inspect.DeadlockLink;
import dev.multiproc.inspect.InspectedObject;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlockSearchTest {
    private static final int MANY = 60;

    private record Lock(String name, List<InspectedProcess> holders, boolean isLock) implements InspectedObject {
        Lock(String name) {
            this(name, new ArrayList<>(), true);
        }

        @Override
        public String type() {
            return "SharedLock";
        }

        @Override
        public Map<String, Object> figures() {
            return Map.of();
        }

        Lock heldBy(Waiter... processes) {
            holders.addAll(List.of(processes));
            return this;
        }
    }

    private static final class Waiter implements InspectedProcess {
        private final String name;
        private final List<Wait> waits = new ArrayList<>();

        Waiter(String name) {
            this.name = name;
        }

        @Override
        public int restarts() {
            return 0;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public Optional<InspectedProcess> parent() {
            return Optional.empty();
        }

        @Override
        public boolean isDaemon() {
            return false;
        }

        @Override
        public State state() {
            return State.RUNNING;
        }

        @Override
        public List<Wait> waits() {
            return waits;
        }

        Waiter waitsFor(InspectedObject object) {
            waits.add(new Wait("for", object));
            return this;
        }
    }

    private final Waiter a = new Waiter("a");
    private final Waiter b = new Waiter("b");
    private final Waiter c = new Waiter("c");

    private static List<String> texts(List<List<DeadlockLink>> circles) {
        return circles.stream().map(Object::toString).toList();
    }

    @Test
    void eachLinkHoldsWhatTheOneBeforeItWaitsFor() {
        Waiter outside = new Waiter("outside");
        a.waitsFor(new Lock("B").heldBy(b));
        b.waitsFor(new Lock("C").heldBy(c));
        Lock lockA = new Lock("A").heldBy(a);
        c.waitsFor(lockA);
        outside.waitsFor(lockA);
        assertThat(texts(DeadlockSearch.circles(List.of(outside, a, b, c))))
                .containsExactly("[a (pid 1) holds A and waits for B, b (pid 1) holds B and waits for C,"
                        + " c (pid 1) holds C and waits for A]");
    }

    @Test
    void aChainIsNoCircle() {
        a.waitsFor(new Lock("B").heldBy(b));
        b.waitsFor(new Lock("C").heldBy(c));
        assertThat(DeadlockSearch.circles(List.of(a, b, c))).isEmpty();
    }

    /** Another of its threads holds it, since locks are reentrant. */
    @Test
    void oneProcessIsNoCircle() {
        a.waitsFor(new Lock("A").heldBy(a));
        assertThat(DeadlockSearch.circles(List.of(a))).isEmpty();
    }

    @Test
    void onlyLocksMakeCircles() {
        a.waitsFor(new Lock("B", List.of(b), false));
        b.waitsFor(new Lock("A", List.of(a), false));
        assertThat(DeadlockSearch.circles(List.of(a, b))).isEmpty();
    }

    @Test
    void twoCirclesAreListed() {
        Waiter d = new Waiter("d");
        a.waitsFor(new Lock("B").heldBy(b));
        b.waitsFor(new Lock("A").heldBy(a));
        c.waitsFor(new Lock("D").heldBy(d));
        d.waitsFor(new Lock("C").heldBy(c));
        assertThat(texts(DeadlockSearch.circles(List.of(a, b, c, d))))
                .containsExactly(
                        "[a (pid 1) holds A and waits for B, b (pid 1) holds B and waits for A]",
                        "[c (pid 1) holds C and waits for D, d (pid 1) holds D and waits for C]");
    }

    /** All circles among them are too many to be counted; each process is in one that is listed. */
    @Test
    void manyReadersThatWaitForEachOther() {
        Lock first = new Lock("first");
        Lock second = new Lock("second");
        List<InspectedProcess> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Waiter process = new Waiter("reader" + i);
            (i % 2 == 0 ? first : second).heldBy(process);
            process.waitsFor(i % 2 == 0 ? second : first);
            all.add(process);
        }
        List<List<DeadlockLink>> circles = DeadlockSearch.circles(all);
        assertThat(circles.stream()
                        .flatMap(List::stream)
                        .map(DeadlockLink::process)
                        .distinct())
                .hasSize(MANY);
        assertThat(circles).hasSizeLessThanOrEqualTo(MANY).allMatch(circle -> circle.size() == 2);
    }
}
