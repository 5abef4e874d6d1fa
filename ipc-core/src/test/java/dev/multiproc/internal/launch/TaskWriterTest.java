package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.ProcessTask;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskWriterTest {
    private static final List<Object> SEEN = new ArrayList<>();

    @BeforeEach
    @AfterEach
    void forget() {
        SEEN.clear();
    }

    private static void see(Object... objects) {
        SEEN.addAll(List.of(objects));
    }

    /** Nothing is mapped, and there are no shared objects. */
    private static final class NoSession implements TaskReader.ChildSession {
        @Override
        public void awaitMapping() {}

        @Override
        public Object attach(int kind, String name) {
            throw new AssertionError("no task here has a shared object, name=" + name);
        }
    }

    /** Runs the task as a child would; gives how it was written. */
    private static int run(ProcessTask task) throws Exception {
        byte[] bytes = TaskWriter.write(task);
        TaskReader.read(bytes, new NoSession()).run();
        return bytes[0];
    }

    enum Filling {
        PORK,
        BEAN {
            @Override
            public String toString() {
                return "a constant with a class of its own";
            }
        }
    }

    record Bun(String name, Filling filling) implements Serializable {
        void eat() {
            see(this);
        }

        ProcessTask eating(int times) {
            return () -> see(this, times);
        }
    }

    record Tray(byte a, short b, char c, int d, long e, float f, double g, boolean h, String text, Bun bun)
            implements ProcessTask {
        @Override
        public void run() {
            see(this);
        }
    }

    @Test
    void recordsOfPlainValuesGoWithoutJavaSerialization() throws Exception {
        Tray full = new Tray(
                (byte) -1, (short) -2, '包', -4, -5L, 0.5f, Math.PI, true, "\ud800 包子", new Bun("b", Filling.BEAN));
        Tray empty = new Tray((byte) 0, (short) 0, 'c', 0, 0, 0, 0, false, null, null);
        assertThat(run(full)).isEqualTo(TaskWriter.RECORD);
        assertThat(run(empty)).isEqualTo(TaskWriter.RECORD);
        assertThat(SEEN).containsExactly(full, empty);
    }

    private static void nothing() {
        see("nothing");
    }

    private interface Oven extends Serializable {
        String name();

        default ProcessTask baking() {
            return () -> see(name());
        }
    }

    record Stove(String name) implements Oven {}

    @Test
    void lambdasAndMethodReferencesAreCalledByTheirMethod() throws Exception {
        String text = "text";
        int number = 7;
        long large = 1L << 40;
        TimeUnit unit = TimeUnit.DAYS;
        Bun bun = new Bun("name", Filling.PORK);
        Duration before = Duration.ofNanos(-1);
        assertThat(run(() -> see(text, number, large, unit, bun))).isEqualTo(TaskWriter.METHOD);
        assertThat(run(() -> see(before, Duration.ofSeconds(number, 8)))).isEqualTo(TaskWriter.METHOD);
        assertThat(run(TaskWriterTest::nothing)).isEqualTo(TaskWriter.METHOD);
        assertThat(run(bun::eat)).isEqualTo(TaskWriter.METHOD);
        assertThat(run(bun.eating(3))).isEqualTo(TaskWriter.METHOD);
        assertThat(run(new Stove("stove").baking())).isEqualTo(TaskWriter.METHOD);
        assertThat(SEEN)
                .containsExactly(
                        "text",
                        7,
                        1L << 40,
                        unit,
                        bun,
                        before,
                        Duration.ofSeconds(7, 8),
                        "nothing",
                        bun,
                        bun,
                        3,
                        "stove");
    }

    static final class Baker {
        Baker() {
            see("made");
        }
    }

    record Counted(List<String> list) implements Serializable {}

    record Replaced(String name) implements ProcessTask {
        private Object readResolve() {
            return new Replaced(name + " resolved");
        }

        @Override
        public void run() {
            see(name);
        }
    }

    /** A task of a class. */
    static final class Job implements ProcessTask {
        private static final long serialVersionUID = 1L;

        @Override
        public void run() {
            see("job");
        }
    }

    @Test
    void othersAreJavaSerialized() throws Exception {
        List<String> list = new ArrayList<>(List.of("x"));
        Counted counted = new Counted(list);
        assertThat(run(() -> see(list))).isEqualTo(TaskWriter.SERIALIZED);
        assertThat(run(() -> see(counted))).isEqualTo(TaskWriter.SERIALIZED);
        assertThat(run(Baker::new)).isEqualTo(TaskWriter.SERIALIZED);
        assertThat(run(new Replaced("bun"))).isEqualTo(TaskWriter.SERIALIZED);
        assertThat(run(new Job())).isEqualTo(TaskWriter.SERIALIZED);
        assertThat(SEEN).containsExactly(list, counted, "made", "bun resolved", "job");
    }

    @Test
    void whatIsOneObjectStaysOne() throws Exception {
        Bun bun = new Bun("name", Filling.PORK);
        Bun same = bun;
        assertThat(run(() -> assertThat(bun).isSameAs(same))).isEqualTo(TaskWriter.SERIALIZED);
    }

    record Closed(Thread thread) implements ProcessTask {
        @Override
        public void run() {}
    }

    @Test
    void whatCannotTravelIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskWriter.write(new Closed(Thread.currentThread())))
                .withMessageContaining("java.lang.Thread")
                .withMessageContaining("thread");
    }

    @Test
    void whatTheTaskThrowsIsThrownAsItIs() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> run(() -> {
                    throw new IOException("no flour");
                }))
                .withMessage("no flour");
    }

    @Test
    void aFilterOfTheJvmIsAskedByJavaSerialization() throws Exception {
        System.setProperty("jdk.serialFilter", "*");
        try {
            assertThat(TaskWriter.write(TaskWriterTest::nothing)[0]).isEqualTo((byte) TaskWriter.SERIALIZED);
        } finally {
            System.clearProperty("jdk.serialFilter");
        }
    }
}
