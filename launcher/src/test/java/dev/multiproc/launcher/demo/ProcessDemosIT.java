package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demos of processes, from the shell. */
class ProcessDemosIT {
    @ParameterizedTest
    @ValueSource(strings = {"process-function", "process-class"})
    void theParentDoesNotWaitForItsChild(String demo) throws Exception {
        assertThat(DemoRun.of(demo, "--fast").lines()).containsExactly("主", "egon is piaoing", "egon is piao end");
    }

    @Test
    void theChildsParentIsTheParent() throws Exception {
        DemoRun play = DemoRun.of("pids", "--fast");
        assertThat(play.lines()).hasSize(3);
        String[] parent = play.lines().get(0).split(" ");
        assertThat(parent).startsWith("主").hasSize(3);
        assertThat(Long.parseLong(parent[2])).isEqualTo(ProcessHandle.current().pid());
        String child = play.lines().get(1).split(" ")[0];
        assertThat(child).matches("[0-9]+").isNotEqualTo(parent[1]);
        assertThat(play.lines().subList(1, 3))
                .containsExactly(
                        child + " is running, parent id is <" + parent[1] + ">",
                        child + " is done, parent id is <" + parent[1] + ">");
    }

    @Test
    void whatTheChildDoesToAVariableTheParentDoesNotSee() throws Exception {
        assertThat(DemoRun.of("isolation").lines()).containsExactly("子进程内: 0", "主进程内: 100");
    }

    /** At the tutorial's speed: with shorter pauses the JVMs' own start would be most of the time. */
    @Test
    void fourChildrenAreJoinedInTheTimeOfTheLongest() throws Exception {
        DemoRun play = DemoRun.of("join");
        assertThat(play.lines()).hasSize(9);
        assertThat(play.with(" is piao end").get(3)).startsWith("egon1");
        String last = play.lines().get(8);
        assertThat(last).matches("主 [0-9]+\\.[0-9] s");
        assertThat(Double.parseDouble(last.split(" ")[1])).isBetween(5.0, 10.9);
    }

    @Test
    void twoChildrenComeToTheSameSum() throws Exception {
        DemoRun play = DemoRun.of("two-sums");
        assertThat(play.lines()).hasSize(3).endsWith("ending...");
        assertThat(play.lines().subList(0, 2)).allMatch(line -> line.matches("4999950000 \\([0-9.]+ ms\\)"));
    }

    @Test
    void aDaemonSaysNothingOnceItsParentHasEnded() throws Exception {
        assertThat(DemoRun.of("daemon", "--fast").lines()).containsExactly("主");
    }

    @Test
    void aDaemonIsRefusedChildren() throws Exception {
        assertThat(DemoRun.of("daemon-no-children").lines())
                .containsExactly("daemonic processes are not allowed to have children", "主");
    }
}
