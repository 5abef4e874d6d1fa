package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who has a task, and what a worker is to do. */
@ExtendWith(LeavesNothingBehind.class)
class BoardTest {
    private static final int LAST = Board.SLOTS - 1;

    private Multiprocessing mp;
    private Board board;

    @BeforeEach
    void open() {
        mp = Multiprocessing.open();
        board = new Board(mp.sharedLongArray(Board.length()));
    }

    @AfterEach
    void close() {
        mp.close();
    }

    @Test
    void aTaskThatWaitsIsBegunOrCancelled() {
        board.setWaiting(LAST, 5);
        assertThat(board.runner(LAST, 5)).isZero();
        assertThat(board.begin(LAST, 5, 1000)).isTrue();
        assertThat(board.runner(LAST, 5)).isEqualTo(1000);
        assertThat(board.isRunBy(LAST, 5, 1000)).isTrue();
        assertThat(board.cancelWaiting(LAST, 5)).isFalse();
        board.setWaiting(0, 5);
        assertThat(board.cancelWaiting(0, 5)).isTrue();
        assertThat(board.begin(0, 5, 1)).isFalse();
    }

    @Test
    void aTaskIsTakenOverFromADeadWorker() {
        board.setWaiting(1, -1);
        assertThat(board.begin(1, -1, 7)).isTrue();
        assertThat(board.begin(1, -1, 8)).isTrue();
        assertThat(board.isRunBy(1, -1, 7)).isFalse();
        assertThat(board.runner(1, -1)).isEqualTo(8);
    }

    @Test
    void aTaskThatIsOverIsNotBegun() {
        board.setWaiting(1, 3);
        assertThat(board.begin(1, 3, 7)).isTrue();
        board.setOver(1, 3);
        assertThat(board.begin(1, 3, 8)).isFalse();
        assertThat(board.isRunBy(1, 3, 7)).isFalse();
        assertThat(board.runner(1, 3)).isZero();
    }

    @Test
    void aMessageOfAnEarlierGenerationIsDropped() {
        board.setWaiting(1, Integer.MAX_VALUE);
        board.setOver(1, Integer.MAX_VALUE);
        board.setWaiting(1, Integer.MIN_VALUE);
        assertThat(board.begin(1, Integer.MAX_VALUE, 7)).isFalse();
        assertThat(board.cancelWaiting(1, Integer.MAX_VALUE)).isFalse();
        assertThat(board.runner(1, Integer.MAX_VALUE)).isZero();
        assertThat(board.begin(1, Integer.MIN_VALUE, 7)).isTrue();
    }

    @Test
    void anOrderIsForOneWorkerOfAPlace() {
        int place = PoolOptions.MAX_WORKERS - 1;
        assertThat(board.order(place, 9)).isEqualTo(Board.WORK);
        board.order(place, 9, Board.INTERRUPT_AND_LEAVE);
        assertThat(board.order(place, 9)).isEqualTo(Board.INTERRUPT_AND_LEAVE);
        assertThat(board.order(place, 10)).isEqualTo(Board.WORK);
    }
}
