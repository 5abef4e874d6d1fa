package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demos of managers, run as commands. */
class ManagerDemosIT {
    @Test
    void tenChildrenPutIntoOneMapAndOneList() throws Exception {
        DemoRun demo = DemoRun.of("manager", "--fast");
        assertThat(demo.lines()).hasSize(4).startsWith("{}", "[]");
        for (int i = 0; i < 10; i++) {
            assertThat(demo.lines().get(2)).contains("key" + i + "=" + i);
        }
        assertThat(demo.lines().get(3).replaceAll("[^0-9,]", "").split(","))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void aChildChangesANumberAndAnArray() throws Exception {
        assertThat(DemoRun.of("manager-value", "--fast").lines())
                .containsExactly("50.0", "[10, 11, 12, 13, 14, 15, 16, 17, 18, 19]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            lifo     | taken: [1, 3, 2]
            priority | taken: [1, 2, 3]
            """)
    void aQueueHasItsOrder(String name, String taken) throws Exception {
        assertThat(DemoRun.of(name, "--fast", "--lang", "en").lines()).containsExactly("put: [2, 3, 1]", taken);
    }
}
