package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.examples.Demo;
import dev.multiproc.launcher.MultiprocCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code multiproc demo} does besides running a demo. */
class DemoCommandIT {
    @Test
    void theListNamesEachDemoOnALine() throws Exception {
        List<String> lines = DemoRun.of("--lang", "en").lines();
        assertThat(lines).anyMatch(line -> line.startsWith("baozi ") && line.contains("nobody hangs"));
        assertThat(lines.stream().map(line -> line.split(" ")[0]))
                .isEqualTo(Demo.ALL.stream().map(Demo::name).toList());
    }

    /** Without options the list is printed without picocli. */
    @Test
    void theListIsTheSameWithoutOptions() throws Exception {
        assertThat(DemoRun.of().lines()).isEqualTo(DemoRun.of("--lang", "zh").lines());
    }

    @Test
    void eachDemoHasAProgram() {
        for (Demo demo : Demo.ALL) {
            assertThat(demo.play()).as(demo.name()).isNotNull();
            assertThat(demo.example()).as(demo.name()).hasPackage("dev.multiproc.examples");
        }
    }

    @Test
    void outputIsEnglishIfRequested() throws Exception {
        assertThat(DemoRun.of("queue-basics", "--lang", "en").lines())
                .contains("the queue is full", "the queue is empty");
    }

    @Test
    void producersAndConsumersHaveColouredBackgroundsIfRequested() throws Exception {
        assertThat(DemoRun.of("baozi-sentinel", "--fast", "--color", "always").lines())
                .contains("\033[44megon 生产了 包子0\033[0m", "\033[45malex 吃 包子0\033[0m");
    }

    @Test
    void theSourceIsTheExamplesOwn() throws Exception {
        assertThat(DemoRun.of("baozi", "--source").lines())
                .startsWith("package dev.multiproc.examples;")
                .contains("public final class Baozi {");
    }

    @Test
    void theHelpHasAnExample() throws Exception {
        assertThat(DemoRun.of("--help").lines()).contains("  multiproc demo baozi --fast");
    }

    @Test
    void anUnknownNameIsRefusedWithSimilarNames() throws Exception {
        assertThat(refusal("baozy")).endsWith("no demo is called baozy; did you mean baozi?");
        assertThat(refusal("nonsense")).endsWith("no demo is called nonsense; 'multiproc demo' lists them");
    }

    @Test
    void anUnknownLanguageAndASourceWithoutANameAreRefused() throws Exception {
        assertThat(refusal("baozi", "--lang", "fr")).endsWith("--lang is zh or en, not fr");
        assertThat(refusal("--source")).contains("--source needs a NAME");
    }

    private static String refusal(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "demo";
        System.arraycopy(words, 0, all, 1, words.length);
        MultiprocCommand command = MultiprocCommand.run(DemoRun.LIMIT, all);
        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.stdout()).isEmpty();
        return command.stderr().get(0);
    }
}
