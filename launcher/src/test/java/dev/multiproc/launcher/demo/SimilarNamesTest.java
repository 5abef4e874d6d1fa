package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarNamesTest {
    private static final SimilarNames NAMES = new SimilarNames(
            List.of("pids", "baozi-hang", "baozi", "baozi-sentinel", "queue-basics", "queue-bounded", "watermelon"));

    @Test
    void aNameWithATypoIsFound() {
        assertThat(NAMES.to("baozy")).containsExactly("baozi");
        assertThat(NAMES.to("pid")).containsExactly("pids");
        assertThat(NAMES.to("watermellon")).containsExactly("watermelon");
    }

    @Test
    void aPrefixFindsAllNamesThatBeginWithIt() {
        assertThat(NAMES.to("queue")).containsExactly("queue-basics", "queue-bounded");
        assertThat(NAMES.to("baozi-")).first().isEqualTo("baozi");
    }

    @Test
    void aPartOfANameFindsIt() {
        assertThat(NAMES.to("sentinel")).containsExactly("baozi-sentinel");
    }

    @Test
    void nothingIsSimilarToNonsense() {
        assertThat(NAMES.to("qqqqqqq")).isEmpty();
    }
}
