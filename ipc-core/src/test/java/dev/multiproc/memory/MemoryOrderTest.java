package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.MappedRegion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order in which threads see each other's writes to a file that each of them has mapped at another address. */
class MemoryOrderTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Litmus.class)
    void nobodySeesWhatMayNotBe(Litmus litmus) throws Exception {
        Path file = Files.write(directory.resolve("cells"), new byte[Cells.OfRegion.LENGTH]);
        List<FutureTask<byte[]>> tasks = new ArrayList<>();
        for (int i = 0; i < litmus.players(); i++) {
            int player = i;
            Cells cells = new Cells.OfRegion(MappedRegion.map(file));
            tasks.add(new FutureTask<>(() -> litmus.play(player, cells)));
        }
        tasks.forEach(task -> new Thread(task).start());
        List<byte[]> reads = new ArrayList<>();
        for (FutureTask<byte[]> task : tasks) {
            reads.add(task.get());
        }
        long forbidden = litmus.countForbidden(reads);
        System.out.println(litmus + ": " + forbidden + " of " + reads.get(0).length + " rounds");
        assertThat(reads.get(0)).hasSizeGreaterThan(10);
        if (litmus != Litmus.STORE_BUFFERING_WEAK) {
            assertThat(forbidden).isZero();
        }
    }
}
