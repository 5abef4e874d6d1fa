package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demos of processes, run as commands. */
class ProcessDemosIT {
    @ParameterizedTest
    @ValueSource(strings = {"process-function", "process-class"})
    void theParentDoesNotWaitForItsChild(String demo) throws Exception {
        assertThat(DemoRun.of(demo, "--fast").lines()).containsExactly("主", "egon is piaoing", "egon is piao end");
    }

    @Test
    void theChildsParentIsTheParent() throws Exception {
        DemoRun demo = DemoRun.of("pids", "--fast");
        assertThat(demo.lines()).hasSize(3);
        String[] parent = demo.lines().get(0).split(" ");
        assertThat(parent).startsWith("主").hasSize(3);
        assertThat(Long.parseLong(parent[2])).isEqualTo(ProcessHandle.current().pid());
        String child = demo.lines().get(1).split(" ")[0];
        assertThat(child).matches("[0-9]+").isNotEqualTo(parent[1]);
        assertThat(demo.lines().subList(1, 3))
                .containsExactly(
                        child + " is running, parent id is <" + parent[1] + ">",
                        child + " is done, parent id is <" + parent[1] + ">");
    }

    @Test
    void theParentDoesNotSeeTheChildsChangeOfAVariable() throws Exception {
        assertThat(DemoRun.of("isolation").lines()).containsExactly("子进程内: 0", "主进程内: 100");
    }

    /** At the tutorial's speed, because with shorter pauses starting the JVMs would take most of the time. */
    @Test
    void fourChildrenAreJoinedInTheTimeOfTheLongest() throws Exception {
        DemoRun demo = DemoRun.of("join");
        assertThat(demo.lines()).hasSize(9);
        assertThat(demo.with(" is piao end").get(3)).startsWith("egon1");
        String last = demo.lines().get(8);
        assertThat(last).matches("主 [0-9]+\\.[0-9] s");
        assertThat(Double.parseDouble(last.split(" ")[1])).isBetween(5.0, 10.9);
    }

    @Test
    void twoChildrenComputeTheSameSum() throws Exception {
        DemoRun demo = DemoRun.of("two-sums");
        assertThat(demo.lines()).hasSize(3).endsWith("ending...");
        assertThat(demo.lines().subList(0, 2)).allMatch(line -> line.matches("4999950000 \\([0-9.]+ ms\\)"));
    }

    @Test
    void aDaemonPrintsNothingAfterItsParentHasEnded() throws Exception {
        assertThat(DemoRun.of("daemon", "--fast").lines()).containsExactly("主");
    }

    @Test
    void aDaemonMayNotHaveChildren() throws Exception {
        assertThat(DemoRun.of("daemon-no-children").lines())
                .containsExactly("daemonic processes are not allowed to have children", "主");
    }

    @Test
    void threeChildrenAnswerAllClientsOfAServerInUpperCase() throws Exception {
        DemoRun demo = DemoRun.of("echo-server", "--lang", "en");
        assertThat(demo.after("the client gets "))
                .containsExactly("HELLO 1-1", "HELLO 1-2", "HELLO 1-3", "HELLO 2-1", "HELLO 2-2", "HELLO 2-3");
        assertThat(pids(demo, " gets hello 1-")).hasSize(3).isEqualTo(pids(demo, " gets hello 2-"));
        assertThat(demo.with(" is done")).hasSize(3);
        assertThat(demo.lines()).endsWith("main");
    }

    private static Set<String> pids(DemoRun demo, String part) {
        return demo.with(part).stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
    }
}
