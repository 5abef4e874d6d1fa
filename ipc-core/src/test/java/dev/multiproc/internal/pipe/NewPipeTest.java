package dev.multiproc.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class NewPipeTest {
    @TempDir
    private Path directory;

    /** Else whoever sweeps a dead process meanwhile would delete it. */
    @Test
    void itsMakerHasItBeforeOthersSeeIt() throws Exception {
        Path file = Files.write(directory.resolve("words"), new byte[PipeDescriptor.KEEPERS_OFFSET + 1024]);
        MappedRegion words = MappedRegion.map(file);
        try {
            int maker = ControlDescriptor.SLOT_COUNT - 2;
            MappedPipe.initialize(words, false, maker);
            for (int offset :
                    new int[] {PipeDescriptor.holders(0), PipeDescriptor.holders(1), PipeDescriptor.KEEPERS_OFFSET}) {
                List<Integer> slots = new ArrayList<>();
                Holders.addTo(slots, words, offset);
                assertThat(slots).containsExactly(maker);
            }
        } finally {
            words.unmap();
        }
    }
}
