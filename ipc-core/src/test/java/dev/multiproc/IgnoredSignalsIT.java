package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that do not hear what a terminal sends, because they are told so or because their parent does not. */
@ExtendWith(LeavesNothingBehind.class)
class IgnoredSignalsIT {
    private static void kill(String signal, ChildProcess child) throws Exception {
        int result = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(child.pid().orElseThrow()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(result).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aChildThatIgnoresInterruptsGoesOn(int spares) throws Exception {
        Options options = Options.defaults().withIgnoreInterruptSignal(true).withSpares(spares);
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<String> questions = mp.queue();
            SharedQueue<String> answers = mp.queue();
            ChildProcess child = mp.process(() -> {
                        answers.put("ready");
                        Multiprocessing.current()
                                .process(() -> answers.put(questions.take()))
                                .start()
                                .join();
                    })
                    .start();
            assertThat(answers.take()).isEqualTo("ready");
            kill("INT", child);
            questions.put("alive");
            assertThat(answers.take()).isEqualTo("alive");
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    @Test
    void itIsTerminatedAllTheSame() throws Exception {
        Options options = Options.defaults().withIgnoreInterruptSignal(true);
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<String> answers = mp.queue();
            ChildProcess child = mp.process(() -> {
                        answers.put("ready");
                        InOpenSession.waitForEver();
                    })
                    .start();
            answers.take();
            child.terminate();
            child.join();
            assertThat(child.exitCode()).hasValue(-15);
        }
    }

    /** Ends a child in each way. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                SharedQueue<String> answers = mp.queue();
                for (String signal : List.of("INT", "HUP")) {
                    ChildProcess child = mp.process(() -> {
                                answers.put("ready");
                                InOpenSession.waitForEver();
                            })
                            .start();
                    answers.take();
                    kill(signal, child);
                    child.terminate();
                    child.join();
                    System.out.println(child.exitCode().getAsInt());
                }
            }
        }
    }

    /** As under nohup and in the background of a script. */
    @Test
    void childrenOfAProgramThatIgnoresThemDoToo() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process parent = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "trap '' INT HUP QUIT; exec \"$@\"",
                        "sh",
                        java.toString(),
                        "-cp",
                        ParentProgram.Setup.plain().classPath(),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(parent.inputReader().lines()).containsExactly("-15", "-15");
            assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(parent.exitValue()).isZero();
        } finally {
            parent.destroyForcibly();
        }
    }
}
