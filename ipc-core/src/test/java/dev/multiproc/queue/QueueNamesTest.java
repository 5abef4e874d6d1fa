package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names and figures are allowed; how queues are found by name see {@link QueueEndContract}. */
@ExtendWith(LeavesNothingBehind.class)
class QueueNamesTest {
    private Multiprocessing session;

    @BeforeEach
    void open() {
        session = Multiprocessing.open();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b",
                "a\nb",
                "a\0b",
                "\u007f",
                "012345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "包子包子包子包子包子包子包子包子包子包子包子包子包子包"
            })
    void aBadNameIsRefusedWithWhatIsAllowed(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.queue(name))
                .withMessageContaining("a name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.joinableQueue(name))
                .withMessageContaining("name=" + name);
    }

    /** It cannot be written in UTF-8, so it would not be found again: each call once made one object more. */
    @Test
    void halfOfASurrogatePairIsRefused() {
        for (String name : List.of("\ud83e", "a\udd5f", "\udd5f\ud83e")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.queue(name))
                    .withMessageContaining("surrogate");
            assertThatIllegalArgumentException().isThrownBy(() -> session.sharedInteger(name, 1));
        }
        assertThat(session.queue("\ud83e\udd5f").name()).isEqualTo("\ud83e\udd5f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "..",
                " ",
                "a.b",
                "CON",
                "A%2fB",
                "包子包子包子包子包子包子包子包子包子包子包子包子包子",
                "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void aGoodNameIsKept(String name) throws InterruptedException {
        JoinableQueue<String> queue = session.joinableQueue(name);
        assertThat(queue.name()).isEqualTo(name);
        queue.put("x");
        queue.receive().retry();
        assertThat(queue.take()).isEqualTo("x");
        assertThat(queue.deadLetters()).isEmpty();
    }

    @Test
    void namesThatDifferInCaseOnlyAreTwoQueues() {
        session.queue("a").add("lower");
        session.queue("A").add("upper");
        assertThat(session.queue("a")).containsExactly("lower");
        assertThat(session.queue("A")).containsExactly("upper");
    }

    @Test
    void aNameOfTheOtherKindIsRefused() {
        session.queue("plain");
        session.joinableQueue("joinable");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.joinableQueue("plain"))
                .withMessageContaining("name=plain");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.queue("joinable"))
                .withMessageContaining("name=joinable");
    }

    @Test
    void badFiguresAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> session.queue(-1)).withMessageContaining("capacity=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.joinableQueue(-1))
                .withMessageContaining("capacity=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueueOptions.unbounded().withMaxDeliveries(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueueOptions.unbounded().withMaxDeliveries(256));
        assertThatNullPointerException()
                .isThrownBy(() -> QueueOptions.unbounded().withOnConsumerDeath(null));
        assertThatNullPointerException().isThrownBy(() -> session.queue((QueueOptions) null));
        assertThatNullPointerException().isThrownBy(() -> session.queue((String) null));
    }

    @Test
    void aCapacityOfZeroIsNoLimit() {
        assertThat(session.queue(0).remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
    }
}
