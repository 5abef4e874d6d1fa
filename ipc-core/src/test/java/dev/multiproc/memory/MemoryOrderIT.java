package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which processes see each other's writes; {@link MemoryOrderTest} for threads. */
class MemoryOrderIT extends MemoryContract {
    private static final int MIN_ROUNDS = 100;

    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }

    @ParameterizedTest
    @CsvSource({
        "MESSAGE_PASSING, false",
        "STORE_BUFFERING, false",
        "INDEPENDENT_READS, false",
        "MESSAGE_PASSING, true",
        "STORE_BUFFERING, true",
    })
    void nobodySeesWhatMayNotBe(Litmus litmus, boolean withBytes) throws Exception {
        Cells.OfLongs longs = new Cells.OfLongs(mp.sharedLongArray(Cells.OfLongs.LENGTH));
        Cells cells = withBytes ? new Cells.OfBytes(mp.sharedByteArray(Cells.OfBytes.LENGTH), longs) : longs;
        List<Actor> actors = new ArrayList<>(everybody());
        while (actors.size() < litmus.players()) {
            actors.add(hireAnother());
        }
        List<Actor.Call<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < litmus.players(); i++) {
            int player = i;
            calls.add(actors.get(i).begin(() -> litmus.play(player, cells)));
        }
        List<byte[]> reads = new ArrayList<>();
        for (Actor.Call<byte[]> call : calls) {
            reads.add(call.result());
        }
        assertThat(reads.get(0)).hasSizeGreaterThan(10);
        assertThat(litmus.countForbidden(reads)).isZero();
    }

    /** Elements of different lengths of copies: one by one, or as a piece of memory. */
    @ParameterizedTest
    @ValueSource(ints = {3, 300})
    void aRangeThatWasWrittenBeforeIsReadBehind(int length) throws Exception {
        SharedIntArray array = mp.sharedIntArray(1000);
        SharedBoolean isOver = mp.sharedBoolean(false);
        SharedLong rounds = mp.sharedLong(0);
        Actor.Call<Boolean> reader = bert.begin(() -> {
            int[] range = new int[length];
            while (!isOver.get()) {
                int seen = array.getAcquire(0);
                array.get(500, range);
                for (int value : range) {
                    if (value < seen) {
                        rounds.set(MIN_ROUNDS);
                        return false;
                    }
                }
                rounds.set(rounds.get() + 1);
            }
            return true;
        });
        int[] range = new int[length];
        long end = System.nanoTime() + 1_000_000_000L;
        // A busy machine may let the reader begin late.
        for (int i = 1; System.nanoTime() < end || rounds.get() < MIN_ROUNDS; i++) {
            Arrays.fill(range, i);
            array.set(500, range);
            array.setRelease(0, i);
        }
        isOver.set(true);
        assertThat(reader.result()).isTrue();
    }
}
