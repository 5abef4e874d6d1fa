package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailedChildrenTest {
    private final FailedChildren failed = new FailedChildren();

    private static JvmChild child(String name) {
        return new JvmChild(null, name, "1", false, () -> {});
    }

    @Test
    void thoseThatNobodyAskedAboutAreNamedOnce() {
        JvmChild asked = child("asked");
        failed.add(child("cook"), 1);
        failed.add(asked, 1);
        failed.add(child("ended by Ctrl-C"), -2);
        failed.remove(asked);
        assertThat(failed.takeLines()).containsExactly("multiproc: child process cook (pid 0) ended with exit code 1");
        assertThat(failed.takeLines()).isEmpty();
    }

    @Test
    void ofManyTheLastAreNamedAndTheOthersCounted() {
        for (int i = 0; i < FailedChildren.MAX + 3; i++) {
            failed.add(child("child-" + i), 1);
        }
        assertThat(failed.takeLines())
                .hasSize(FailedChildren.MAX + 1)
                .startsWith("multiproc: 3 more children failed before these")
                .element(1)
                .asString()
                .contains("child-3 ");
    }
}
