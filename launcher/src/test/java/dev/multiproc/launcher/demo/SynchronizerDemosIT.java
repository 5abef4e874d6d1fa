package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demos of semaphores, events, barriers and shared memory, run as commands. */
class SynchronizerDemosIT {
    @Test
    void neverMoreThanFiveHoldAPermit() throws Exception {
        DemoRun demo = DemoRun.of("semaphore", "--fast");
        assertThat(demo.lines()).hasSize(41);
        assertThat(demo.with("占到一间小屋")).hasSize(20).doesNotHaveDuplicates();
        assertThat(demo.with("离开")).hasSize(20).doesNotHaveDuplicates();
        int inside = 0;
        int most = 0;
        for (String line : demo.lines().subList(0, 40)) {
            inside += line.endsWith("离开") ? -1 : 1;
            most = Math.max(most, inside);
        }
        assertThat(inside).isZero();
        assertThat(most).isLessThanOrEqualTo(5);
        assertThat(demo.lines().get(40)).matches("同时最多 [1-5] 人在里面");
    }

    @Test
    void allWorkersAnswerBothAnnouncements() throws Exception {
        assertThat(DemoRun.of("event", "--fast").lines())
                .containsExactlyElementsOf(
                        announced("BOSS：今晚大家都要加班到22:00。", "Worker：哎……命苦啊！", "BOSS：<22:00>可以下班了。", "Worker：OhYeah!"));
    }

    @Test
    void allWorkersAnswerInEnglish() throws Exception {
        assertThat(DemoRun.of("event", "--fast", "--lang", "en").lines())
                .containsExactlyElementsOf(announced(
                        "BOSS: tonight we all work until 22:00.",
                        "Worker: oh, what a life!",
                        "BOSS: <22:00> you may go home.",
                        "Worker: oh yeah!"));
    }

    private static List<String> announced(String first, String firstAnswer, String second, String secondAnswer) {
        return Stream.of(
                        List.of(first),
                        Collections.nCopies(5, firstAnswer),
                        List.of(second),
                        Collections.nCopies(5, secondAnswer))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void nobodyPassesTheBarrierBeforeAllHaveArrived() throws Exception {
        List<String> lines = DemoRun.of("barrier", "--fast").lines();
        assertThat(lines).hasSize(7);
        assertThat(lines.subList(0, 3)).containsExactlyInAnyOrder("egon 到了", "alex 到了", "wupeiqi 到了");
        assertThat(lines.get(3)).isEqualTo("人到齐了");
        assertThat(lines.subList(4, 7)).containsExactlyInAnyOrder("egon 出发", "alex 出发", "wupeiqi 出发");
    }

    /** Without the lock, all but one of the ten first decrements are lost, and perhaps some of the other ninety. */
    @Test
    void theLockBringsTheCounterToZero() throws Exception {
        DemoRun demo = DemoRun.of("counter", "--fast");
        assertThat(demo.lines()).hasSize(2).endsWith("加锁，还剩 0");
        assertThat(Integer.parseInt(demo.after("不加锁，还剩 ").get(0))).isBetween(9, 99);
    }

    @Test
    void theParentReadsWhatTheChildWrote() throws Exception {
        assertThat(DemoRun.of("shared-array", "--fast").lines())
                .containsExactly(
                        "50.0", IntStream.range(10, 20).boxed().toList().toString());
    }
}
