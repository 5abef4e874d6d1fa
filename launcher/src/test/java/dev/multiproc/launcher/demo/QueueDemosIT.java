package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demos of queues without producers, run as commands. */
class QueueDemosIT {
    @Test
    void aQueueOfCapacityThreeIsFullAndThenEmpty() throws Exception {
        assertThat(DemoRun.of("queue-basics").lines())
                .containsExactly("true", "队列已经满了", "1", "2", "3", "true", "队列已经空了");
    }

    @Test
    void theParentPrintsTheListThatTheChildPut() throws Exception {
        assertThat(DemoRun.of("queue-message").lines())
                .singleElement()
                .asString()
                .matches("\\[[-0-9T:]+Z, from Eva, hello]");
    }

    @Test
    void aReaderThatEndsWhenTheQueueIsEmptyMissesLetters() throws Exception {
        List<String> lines = DemoRun.of("queue-letters", "--fast").lines();
        int middle = lines.indexOf("读到队列关闭为止（对）");
        DemoRun wrong = new DemoRun(lines.subList(0, middle));
        DemoRun right = new DemoRun(lines.subList(middle, lines.size()));

        // How many letters the reader gets is random, but those and the unread ones are all letters, in order.
        String unread = wrong.after("没读到的还有 ").get(0).replaceAll("[\\[\\] ]", "");
        Stream<String> left = Stream.of(unread.split(",")).filter(letter -> !letter.isEmpty());
        assertThat(Stream.concat(wrong.after("get ").stream(), left)).containsExactly("A", "B", "C");
        assertThat(right.after("put ")).containsExactly("A", "B", "C");
        assertThat(right.after("get ")).containsExactly("A", "B", "C");
        assertThat(right.lines()).endsWith("写完了，也读完了");
    }

    @Test
    void tenChildrenPutAndTakeThroughAQueueOfCapacityThree() throws Exception {
        DemoRun demo = DemoRun.of("queue-bounded");
        List<String> put = demo.lines().stream()
                .filter(line -> line.endsWith("(put)") && !line.contains("(get)"))
                .toList();
        assertThat(demo.lines()).hasSize(11).endsWith("主");
        assertThat(put).hasSize(5).doesNotHaveDuplicates().allMatch(line -> line.matches("[0-9]+\\(put\\)"));
        assertThat(demo.after("(get): ")).containsExactlyInAnyOrderElementsOf(put);
        assertThat(demo.with("(get)").stream().map(line -> line.split("\\(")[0]))
                .doesNotHaveDuplicates();
    }

    @Test
    void theWordQuitEndsTheConsumer() throws Exception {
        DemoRun demo = DemoRun.of("quit-word", "--fast");
        assertThat(demo.after("producer 生产了 ")).containsExactly("消息0", "消息1", "消息2", "消息3", "消息4");
        assertThat(demo.after("consumer 收到 ")).containsExactly("消息0", "消息1", "消息2", "消息3", "消息4");
        assertThat(demo.lines()).endsWith("Bye byes", "主");
    }
}
