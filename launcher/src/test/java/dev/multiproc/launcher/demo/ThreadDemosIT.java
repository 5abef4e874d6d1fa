package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The demos of what the tutorials do with threads and generators, run as commands. */
class ThreadDemosIT {
    @Test
    void fightersFightAtOnceAndOnlyTheUnsafeListLoses() throws Exception {
        DemoRun demo = DemoRun.of("threads", "--fast", "--lang", "en");
        assertThat(demo.after("Wukong attacks, ")).containsExactly("1", "2", "3");
        assertThat(demo.after("Nezha attacks, ")).containsExactly("1", "2", "3");
        assertThat(demo.with("attacks, 3"))
                .doesNotContainAnyElementsOf(demo.lines().subList(0, 4));
        assertThat(demo.lines()).contains("a hundred threads, one lock: 0 is left", "main");
        assertThat(demo.after("a semaphore: never more than "))
                .singleElement()
                .asString()
                .matches("[1-5] threads inside");
        assertThat(demo.after("an ArrayList has lost "))
                .singleElement()
                .asString()
                .doesNotStartWith("0:")
                .endsWith("a locked list has 10000");
    }

    @Test
    void producerAndConsumerTakeTurns() throws Exception {
        DemoRun demo = DemoRun.of("generators", "--fast");
        assertThat(demo.lines()).startsWith("[消费者] 准备好了").endsWith("主").hasSize(17);
        for (int i = 1; i <= 5; i++) {
            assertThat(demo.lines()).containsSequence("[生产者] 做好 包子" + i, "[消费者] 吃 包子" + i, "[生产者] 对方说：200 OK");
        }
    }
}
