package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The demos of pipes and pools, run as commands. */
class PoolDemosIT {
    @Test
    void theBossReceivesTenNumbersAndThenTheEnd() throws Exception {
        DemoRun demo = DemoRun.of("pipe", "--fast");
        assertThat(demo.after("boss: ")).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(demo.lines()).endsWith("worker 走了，管道读完了", "主");
    }

    @Test
    void thePoolSquaresEightNumbers() throws Exception {
        assertThat(DemoRun.of("pool-map", "--lang", "en").lines()).containsExactly("[0, 1, 4, 9, 16, 25, 36, 49]");
    }

    @Test
    void eachOfAHundredJobsCallsBackAndMoreAreRefused() throws Exception {
        DemoRun demo = DemoRun.of("pool-async", "--fast", "--lang", "en");
        assertThat(demo.after("done: job ")).hasSize(100).doesNotHaveDuplicates();
        assertThat(demo.lines()).hasSize(101).endsWith("the pool is closed and takes no more work");
    }
}
