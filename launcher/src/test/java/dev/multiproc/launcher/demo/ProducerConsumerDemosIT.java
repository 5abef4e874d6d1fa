package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demos of producers and consumers, run as commands. */
class ProducerConsumerDemosIT {
    private static List<String> items(int ofEach) {
        return Stream.of("包子", "骨头", "泔水")
                .flatMap(item -> IntStream.range(0, ofEach).mapToObj(i -> item + i))
                .toList();
    }

    @Test
    void aConsumerWithoutAnEndSignalBlocksAndIsEnded() throws Exception {
        DemoRun demoRun = DemoRun.of("baozi-hang", "--fast");
        assertThat(demoRun.after("egon 生产了 ")).containsExactly("包子0", "包子1", "包子2");
        assertThat(demoRun.after("alex 吃 ")).containsExactly("包子0", "包子1", "包子2");
        assertThat(demoRun.lines()).contains("主").hasSize(8);
        assertThat(demoRun.lines().get(7)).contains("alex（进程 ").contains("take()");
    }

    @Test
    void anEndSignalEndsTheConsumerWhoeverPutsIt() throws Exception {
        List<String> lines = DemoRun.of("baozi-sentinel", "--fast").lines();
        assertThat(lines).hasSize(16).endsWith("主");
        int end = lines.indexOf("主") + 1;
        for (DemoRun round : List.of(new DemoRun(lines.subList(0, end)), new DemoRun(lines.subList(end, 16)))) {
            assertThat(round.after("egon 生产了 ")).containsExactly("包子0", "包子1", "包子2");
            assertThat(round.after("alex 吃 ")).containsExactly("包子0", "包子1", "包子2");
            assertThat(round.lines()).endsWith("主");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"baozi", "baozi-sentinels"})
    void threeProducersMakeNineItemsAndTwoConsumersTakeThem(String demo) throws Exception {
        DemoRun demoRun = DemoRun.of(demo, "--fast");
        assertThat(demoRun.after(" 生产了 ")).containsExactlyInAnyOrderElementsOf(items(3));
        assertThat(demoRun.after(" 吃 ")).containsExactlyInAnyOrderElementsOf(items(3));
        assertThat(demoRun.lines()).hasSize(19).endsWith("主");
    }

    @Test
    void linesBeginWithThePidsOfThreeProducersAndTwoConsumers() throws Exception {
        DemoRun demoRun = DemoRun.of("baozi-pids", "--fast");
        assertThat(demoRun.after(" 生产了 ")).containsExactlyInAnyOrderElementsOf(items(10));
        assertThat(demoRun.after(" 吃 ")).containsExactlyInAnyOrderElementsOf(items(10));
        assertThat(demoRun.with(" 生产了 ").stream()
                        .map(line -> line.split(" ")[0])
                        .distinct())
                .hasSize(3)
                .allMatch(pid -> pid.matches("[0-9]+"));
        assertThat(demoRun.with(" 吃 ").stream().map(line -> line.split(" ")[0]).distinct())
                .hasSizeBetween(1, 2)
                .allMatch(pid -> pid.matches("[0-9]+"));
        assertThat(demoRun.lines()).hasSize(61).endsWith("主");
    }

    @Test
    void theProducerWaitsAfterEachItemUntilItIsConsumed() throws Exception {
        DemoRun demoRun = DemoRun.of("baozi-one-by-one", "--fast");
        List<String> withoutNames = demoRun.lines().stream()
                .map(line -> line.replaceFirst("^(egon|alex[123]) ", ""))
                .toList();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expected.addAll(List.of("生产了 包子" + i, "吃 包子" + i, "ok....."));
        }
        expected.add("主");
        assertThat(withoutNames).isEqualTo(expected);
        assertThat(demoRun.with(" 吃 ").stream().map(line -> line.split(" ")[0]).distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void allItemsAreConsumedInEachOfTheThreeForms() throws Exception {
        DemoRun demoRun = DemoRun.of("watermelon", "--fast");
        assertThat(demoRun.with("kelly")).hasSize(3 * 8);
        assertThat(demoRun.after(" eats ")).containsExactlyInAnyOrderElementsOf(demoRun.after(" made "));
        assertThat(demoRun.with("main")).hasSize(3);
        assertThat(demoRun.with(" is full")).hasSize(3);
        assertThat(demoRun.lines()).endsWith("main");
    }
}
