package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The demos of locks, run as commands. */
class LockDemosIT {
    @Test
    void withoutALockTheLinesAreMixed() throws Exception {
        List<String> lines = DemoRun.of("print-race").lines();
        assertThat(lines).hasSize(6);
        assertThat(lines.subList(0, 3)).allMatch(line -> line.endsWith(" is running"));
        assertThat(lines.subList(3, 6)).allMatch(line -> line.endsWith(" is done"));
    }

    @Test
    void withALockTheLinesOfAChildAreTogether() throws Exception {
        List<String> lines = DemoRun.of("print-lock", "--fast").lines();
        assertThat(lines).hasSize(6);
        for (int i = 0; i < lines.size(); i += 2) {
            assertThat(lines.get(i)).endsWith(" is running");
            assertThat(lines.get(i + 1)).isEqualTo(lines.get(i).replace("is running", "is done"));
        }
    }

    @Test
    void withoutALockOneTicketIsSoldFiveTimes() throws Exception {
        DemoRun demo = DemoRun.failing("tickets-race");
        assertThat(demo.with("查看到剩余票数【1】")).hasSize(5);
        assertThat(demo.with("购票成功")).hasSize(5);
        assertThat(demo.lines()).contains("{\"count\": 0}").endsWith("一张票卖了 5 次：没有锁");
    }

    @Test
    void withALockOneTicketIsSoldOnce() throws Exception {
        DemoRun demo = DemoRun.of("tickets", "--fast");
        assertThat(demo.with("查看到剩余票数【1】")).hasSize(5);
        assertThat(demo.with("购票成功")).hasSize(1);
        assertThat(demo.lines()).endsWith("{\"count\": 0}");
    }

    @Test
    void tenChildrenPrintOneAfterTheOther() throws Exception {
        assertThat(DemoRun.of("lock-ten", "--fast").lines())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10)
                        .mapToObj(number -> "hello world " + number)
                        .toList());
    }

    @Test
    void aLockIsTakenTwiceByItsOwner() throws Exception {
        List<String> lines = DemoRun.of("rlock", "--fast", "--lang", "en").lines();
        assertThat(lines).hasSize(12);
        for (int i = 0; i < lines.size(); i += 4) {
            String name = lines.get(i).split(" ")[0];
            assertThat(lines.subList(i, i + 4))
                    .containsExactly(
                            name + " has it once",
                            name + " has it twice",
                            name + " has given it back once",
                            name + " gives it back");
        }
    }

    @Test
    void workersWaitForAConditionUntilThereIsAnOrder() throws Exception {
        List<String> lines = DemoRun.of("condition", "--fast").lines();
        assertThat(lines).hasSize(5).startsWith("三个都在等").endsWith("主");
        assertThat(lines.subList(1, 4)).containsExactlyInAnyOrder("完成 1", "完成 2", "完成 3");
    }
}
