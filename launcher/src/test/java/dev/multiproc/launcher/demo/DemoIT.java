package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.MultiprocCommand;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each demo from the shell: what a person would see, and the exit code. */
class DemoIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static List<String> play(String... words) throws Exception {
        MultiprocCommand command = MultiprocCommand.run(
                LIMIT, Stream.concat(Stream.of("demo"), Stream.of(words)).toArray(String[]::new));
        assertThat(command.stderr()).isEmpty();
        assertThat(command.exitCode()).isZero();
        assertThat(command.leftBehind()).isEmpty();
        return command.stdout();
    }

    private static List<String> with(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    @Test
    void theParentDoesNotWaitForAChildFromAFunction() throws Exception {
        assertThat(play("process-function", "--fast")).containsExactly("主", "egon is piaoing", "egon is piao end");
    }

    @Test
    void aDaemonSaysNothingOnceItsParentHasEnded() throws Exception {
        assertThat(play("daemon", "--fast")).containsExactly("主");
    }

    @Test
    void aQueueOfThreeIsFullAndThenEmpty() throws Exception {
        assertThat(play("queue-basics")).containsExactly("true", "队列已经满了", "1", "2", "3", "true", "队列已经空了");
    }

    @Test
    void theEaterWithoutAnEndSignalIsShownToHangAndIsEnded() throws Exception {
        List<String> lines = play("baozi-hang", "--fast");
        assertThat(with(lines, "egon 生产了 ")).hasSize(3);
        assertThat(with(lines, "alex 吃 ")).hasSize(3);
        assertThat(lines).contains("主");
        assertThat(lines.get(lines.size() - 1)).contains("alex（进程 ").contains("take()");
    }

    @Test
    void theEndSignalEndsTheEaterWhoeverPutsIt() throws Exception {
        List<String> lines = play("baozi-sentinel", "--fast");
        assertThat(with(lines, "egon 生产了 ")).hasSize(6);
        assertThat(with(lines, "alex 吃 "))
                .containsExactly("alex 吃 包子0", "alex 吃 包子1", "alex 吃 包子2", "alex 吃 包子0", "alex 吃 包子1", "alex 吃 包子2");
        assertThat(with(lines, "主")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baozi", "baozi-sentinels"})
    void threeCooksMakeNineAndTwoEatersEatNine(String demo) throws Exception {
        List<String> lines = play(demo, "--fast");
        assertThat(with(lines, " 生产了 ")).hasSize(9).doesNotHaveDuplicates();
        assertThat(with(lines, " 吃 ").stream().map(line -> line.replaceAll(".* 吃 ", "")))
                .containsExactlyInAnyOrder("包子0", "包子1", "包子2", "骨头0", "骨头1", "骨头2", "泔水0", "泔水1", "泔水2");
        assertThat(lines).endsWith("主");
    }

    @Test
    void watermelonsAreEatenInAllThreeForms() throws Exception {
        List<String> lines = play("watermelon", "--fast");
        assertThat(with(lines, " made ")).hasSize(3 * 8);
        assertThat(with(lines, " eats ")).hasSize(3 * 8);
        assertThat(with(lines, "main")).hasSize(3);
        assertThat(with(lines, " is full")).hasSize(3);
        assertThat(lines).endsWith("main");
    }

    @Test
    void theListNamesEachDemoOnALine() throws Exception {
        assertThat(play("--lang", "en"))
                .anyMatch(line -> line.startsWith("baozi ") && line.contains("nobody hangs"))
                .hasSize(8);
    }

    @Test
    void englishIsSpokenIfAskedFor() throws Exception {
        assertThat(play("queue-basics", "--lang", "en")).contains("the queue is full", "the queue is empty");
    }

    @Test
    void theSourceIsTheExamplesOwn() throws Exception {
        assertThat(play("baozi", "--source"))
                .startsWith("package dev.multiproc.examples;")
                .contains("public final class Baozi {");
    }

    @Test
    void anUnknownNameIsRefusedWithWhatIsNear() throws Exception {
        MultiprocCommand command = MultiprocCommand.run(LIMIT, "demo", "baozy");
        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.stderr().get(0))
                .contains("baozy")
                .contains("did you mean")
                .contains("baozi");
    }
}
