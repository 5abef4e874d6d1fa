package dev.multiproc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The checks themselves: they see what is there, and nothing where nothing is. */
@ExtendWith(LeavesNothingBehind.class)
class LeavesNothingBehindIT {
    @Test
    void anOpenSessionAndItsChildAreSeenAndAClosedOneIsNot() throws Exception {
        Set<Path> before = Leftovers.sessions();
        lookAtAnOpenSession(before);
        await().untilAsserted(() -> assertThat(Leftovers.beside(before)).isEmpty());
    }

    /** A method of its own: a frame keeps what its variables hold. */
    private static void lookAtAnOpenSession(Set<Path> before) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> go = mp.queue();
            mp.process(go::take).start();
            List<String> seen = Leftovers.beside(before);
            assertThat(seen).anyMatch(line -> line.startsWith("process ") && line.contains("ChildMain"));
            assertThat(seen).anyMatch(line -> line.startsWith("thread multiproc-janitor"));
            assertThat(seen).anyMatch(line -> line.startsWith("open file ") && line.endsWith("/alive/0"));
            assertThat(seen).anyMatch(line -> line.startsWith("mapping ") && line.endsWith("/control"));
            go.put("go");
        }
    }

    static final class Sleeper {
        public static void main(String[] arguments) throws Exception {
            System.out.println("asleep");
            new ProcessBuilder("sleep", "3600").start();
            Thread.sleep(3_600_000);
        }
    }

    @Test
    void aProgramIsEndedWithAllThatComeOfIt() throws Exception {
        ParentProgram program = ParentProgram.start(Sleeper.class);
        try (program) {
            assertThat(program.awaitLine("asleep")).isEqualTo("asleep");
            await().untilAsserted(() -> assertThat(program.family()).hasSize(2));
            program.process().destroyForcibly().waitFor();
            assertThat(program.family()).hasSize(1);
        }
        assertThat(program.family()).isEmpty();
        assertThatThrownBy(program::output).isInstanceOf(NoSuchFileException.class);
    }
}
