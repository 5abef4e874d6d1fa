package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child's start does with reflection is not to be seen by its task. */
@ExtendWith(LeavesNothingBehind.class)
class EarlyReflectionIT {
    private static final String PROPERTY = "jdk.reflect.useNativeAccessorOnly";
    private static final String NATIVE = "Native";
    private static final int FIRST_WITH_METHOD_HANDLES = 18;

    /** The JDK's own classes by which this was called. */
    public static List<String> callers() {
        return Stream.of(new Throwable().getStackTrace())
                .map(StackTraceElement::getClassName)
                .skip(1)
                .takeWhile(name -> !name.startsWith("dev.multiproc"))
                .toList();
    }

    /** Is read by Java serialization, which calls it by reflection. */
    private static final class Reader implements Serializable {
        private static final long serialVersionUID = 1L;
        private transient List<String> callers;

        @SuppressWarnings("UnusedMethod")
        private void readObject(ObjectInputStream in) {
            callers = callers();
        }
    }

    private record RecordTask(SharedQueue<List<String>> answers) implements ProcessTask {
        @Override
        public void run() throws Exception {
            answer(answers);
        }
    }

    private static void answer(SharedQueue<List<String>> answers) throws Exception {
        List<String> answer = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Object callers = EarlyReflectionIT.class.getMethod("callers").invoke(null);
            answer.add(callers.toString());
        }
        answer.add(String.valueOf(System.getProperty(PROPERTY)));
        answers.put(answer);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aTaskHasReflectionAsItUsuallyIs(int spares) throws Exception {
        assumeTrue(Runtime.version().feature() >= FIRST_WITH_METHOD_HANDLES, "older JDKs begin with native accessors");
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withSpares(spares))) {
            SharedQueue<List<String>> answers = mp.queue();
            mp.process(() -> answer(answers)).start();
            mp.process(new RecordTask(answers)).start();
            for (int i = 0; i < 2; i++) {
                List<String> answer = answers.poll(30, TimeUnit.SECONDS);
                assertThat(answer).hasSize(3).endsWith("null");
                assertThat(answer.get(0)).contains("DirectMethodHandleAccessor").doesNotContain(NATIVE);
                assertThat(answer.get(1)).contains("DirectMethodHandleAccessor").doesNotContain(NATIVE);
            }
        }
    }

    @Test
    void whatIsReadByJavaSerializationHasItToo() throws Exception {
        assumeTrue(Runtime.version().feature() >= FIRST_WITH_METHOD_HANDLES, "older JDKs begin with native accessors");
        Reader reader = new Reader();
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<List<String>> answers = mp.queue();
            mp.process(() -> answers.put(List.of(reader.callers.toString()))).start();
            assertThat(answers.poll(30, TimeUnit.SECONDS).get(0)).doesNotContain(NATIVE);
        }
    }

    @Test
    void whatTheUserHasSetStays() throws Exception {
        Options options = Options.defaults().withJvmArgs("-D" + PROPERTY + "=true");
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<List<String>> answers = mp.queue();
            mp.process(() -> answer(answers)).start();
            List<String> answer = answers.poll(30, TimeUnit.SECONDS);
            assertThat(answer).endsWith("true");
            assertThat(answer.get(1)).contains(NATIVE);
        }
    }

    @Test
    void aClassThatCannotBeInitializedIsReportedAsEver() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withJvmArgs("-Dbroken=true"))) {
            ChildProcess child = mp.process(Broken.task()).start();
            child.join();
            assertThat(child.exitCode()).hasValue(1);
            assertThat(child.failure().orElseThrow())
                    .hasStackTraceContaining("ExceptionInInitializerError")
                    .hasStackTraceContaining("broken on purpose");
        }
    }

    /** Fails in a child. */
    private static final class Broken {
        static {
            if (Boolean.getBoolean("broken")) {
                throw new IllegalStateException("broken on purpose");
            }
        }

        static ProcessTask task() {
            return Broken::run;
        }

        private static void run() {}
    }
}
