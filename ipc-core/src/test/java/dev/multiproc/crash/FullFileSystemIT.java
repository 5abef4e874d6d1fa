package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** On a memory file system of 28 MB: the put that finds no room throws and harms nothing, and after room is made all goes on. */
@ExtendWith(LeavesNothingBehind.class)
class FullFileSystemIT {
    private static final int ITEM_BYTES = 20_000;

    @TempDir
    private Path mountPoint;

    private boolean isMounted;

    @BeforeEach
    void mount() throws Exception {
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=28m,mode=700", "tmpfs", mountPoint.toString()) == 0;
        assumeTrue(isMounted, "mounting a small file system takes root");
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(run("umount", "--lazy", mountPoint.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void aPutWithoutRoomThrowsAndAfterwardsTheQueueGoesOn() throws Exception {
        Path ballast = mountPoint.resolve("ballast");
        Files.write(ballast, new byte[6 * 1024 * 1024]);
        Options options = Options.defaults().withBaseDirectory(mountPoint.resolve("base"));
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            JoinableQueue<byte[]> queue = mp.joinableQueue();
            int put = fill(queue);
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> queue.put(new byte[8 * 1024 * 1024]))
                    .withMessageContaining("no room");
            assertThat(queue.size()).isEqualTo(put);
            for (int i = 0; i < put - 5; i++) {
                assertThat(queue.take()).hasSize(ITEM_BYTES);
                queue.taskDone();
            }
            Files.delete(ballast);
            for (int i = 0; i < 50; i++) {
                queue.put(new byte[ITEM_BYTES]);
            }
            assertThat(queue.size()).isEqualTo(55);
            for (int i = 0; i < 55; i++) {
                queue.take();
                queue.taskDone();
            }
            assertThat(queue.join(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int fill(JoinableQueue<byte[]> queue) throws InterruptedException {
        for (int put = 0; ; put++) {
            try {
                queue.put(new byte[ITEM_BYTES]);
            } catch (MultiprocessingException e) {
                assertThat(e).hasMessageContaining("no room").hasMessageContaining("withBaseDirectory");
                return put;
            }
        }
    }

    @Test
    void anArrayWithoutRoomIsRefusedAndHarmsNothing() throws Exception {
        Path base = mountPoint.resolve("base");
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base))) {
            SharedIntArray small = mp.sharedIntArray(new int[] {1, 2});
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatExceptionOfType(MultiprocessingException.class)
                        .isThrownBy(() -> mp.sharedByteArray("large", 40_000_000))
                        .withMessageContaining("no room for 40000000 bytes")
                        .withMessageContaining(base.toString())
                        .withMessageContaining("bytes are free")
                        .withMessageContaining("withBaseDirectory");
            }
            assertThat(small.toArray()).containsExactly(1, 2);
            assertThat(mp.sharedByteArray("large", 15_000_000).get(14_999_999)).isZero();
        }
    }

    @Test
    void aSessionWithTooLittleRoomIsRefused() throws Exception {
        Files.write(mountPoint.resolve("ballast"), new byte[15 * 1024 * 1024]);
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(
                        () -> Multiprocessing.open(Options.defaults().withBaseDirectory(mountPoint.resolve("base"))))
                .withMessageContaining("too little room");
    }
}
