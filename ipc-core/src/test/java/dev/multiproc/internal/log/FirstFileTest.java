package dev.multiproc.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first file of a log as it is without Chronicle, and as Chronicle has it. */
class FirstFileTest {
    /** So many pages are in a file that is full. */
    private static final int FULL = 36;

    /** With so many nothing is made ahead yet. */
    private static final int NOT_NEAR_ROLL = 28;

    private static final int IN_TWO_FILES = FULL + 3;

    @TempDir
    private Path directory;

    private final List<Log> logs = new ArrayList<>();

    /** A log of its own, and what a process has of it. */
    private final class Log {
        private final MappedRegion control = MappedRegion.onHeapOutside(PageLog.COUNTERS_LENGTH);
        private final Path place;
        private PageLog pages;

        Log(String name) throws IOException {
            // All have one name of their own: their pages say it.
            place = directory.resolve(name).resolve("log");
            LogDirectory.make(place.getParent());
            open();
        }

        /** Another process's view of it. */
        void open() {
            Waits waits = new Waits(
                    0,
                    () -> {
                        throw new AssertionError("nobody else has the lock");
                    },
                    slot -> {},
                    () -> 1);
            pages = new PageLog(place, control, 0, waits);
            logs.add(this);
        }

        /** Has Chronicle append from now on. */
        Log withChronicle() throws IOException {
            LogDirectory.make(place);
            LogDirectory.makeTable(place);
            return this;
        }

        /** Appends as many as are to be there in all. */
        Log appendTo(int total) throws InterruptedException, IOException {
            while (pages.lastPage() == 0 || linked().size() < total) {
                assertThat(pages.appendAfter(pages.lastPage(), Deadline.NEVER)).isTrue();
            }
            return this;
        }

        Log append(int most) throws InterruptedException {
            for (int page = 0; page < most; page++) {
                assertThat(pages.appendAfter(pages.lastPage(), Deadline.NEVER)).isTrue();
            }
            return this;
        }

        Path file(int cycle) {
            return LogDirectory.file(place, cycle);
        }

        boolean hasChronicle() {
            return LogDirectory.hasTable(place);
        }

        /** The pages as they are linked. */
        List<Long> linked() throws IOException {
            List<Long> linked = new ArrayList<>();
            Map<Integer, LogFile> files = new HashMap<>();
            // Others may be made ahead of need meanwhile.
            long last = pages.lastPage();
            long page = pages.firstPage();
            while (page != 0) {
                linked.add(page);
                LogFile file = files.get(PageDescriptor.cycle(page));
                if (file == null) {
                    file = pages.open(PageDescriptor.cycle(page));
                    files.put(file.cycle(), file);
                }
                assertThat(PageLog.length(file.region(), PageDescriptor.offset(page)))
                        .isPositive();
                page = PageLog.next(file.region(), PageDescriptor.offset(page));
            }
            files.values().forEach(LogFile::release);
            assertThat(linked).contains(last);
            return linked;
        }

        /** The pages as Chronicle reads them. */
        List<Long> documents() throws IOException {
            pages.close();
            LogDirectory.makeTable(place);
            try (ChronicleLog chronicle = new ChronicleLog(place, () -> 1)) {
                return chronicle.pagesOf(1).stream()
                        .map(ChronicleLog.Page::location)
                        .toList();
            }
        }
    }

    @AfterEach
    void close() {
        KillSwitch.arm("none");
        logs.forEach(log -> log.pages.close());
    }

    private static void assertSame(Path ours, Path chronicles) throws IOException {
        long difference = Files.mismatch(ours, chronicles);
        assertThat(difference)
                .as(
                        "the first byte in which the first file of a log is another than Chronicle Queue makes it:"
                                + " this version of Chronicle Queue writes a file that FirstFile does not know, at %x",
                        difference)
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, NOT_NEAR_ROLL})
    void itIsWhatChronicleMakesByteForByte(int pages) throws Exception {
        Log ours = new Log("ours").append(pages);
        assertThat(ours.hasChronicle()).isFalse();
        Log chronicles = new Log("chronicle").withChronicle().append(pages);
        assertSame(ours.file(1), chronicles.file(1));
        assertThat(ours.linked()).isEqualTo(chronicles.linked()).hasSize(pages);
    }

    @Test
    void itIsItsMakersAndNothingElseIsLeft() throws Exception {
        Log log = new Log("log");
        log.append(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.file(1))))
                .startsWith("rw");
        try (Stream<Path> files = Files.list(log.place)) {
            assertThat(files).containsExactly(log.file(1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, FULL - 1, FULL})
    void chronicleAppendsBehindIt(int pages) throws Exception {
        Log mixed = new Log("mixed").appendTo(pages).withChronicle().appendTo(IN_TWO_FILES);
        Log chronicles = new Log("chronicle").withChronicle().appendTo(IN_TWO_FILES);
        assertThat(mixed.linked()).isEqualTo(chronicles.linked()).hasSize(IN_TWO_FILES);
        assertSame(mixed.file(1), chronicles.file(1));
        assertSame(mixed.file(2), chronicles.file(2));
        assertThat(mixed.documents()).containsExactlyElementsOf(mixed.linked());
    }

    @Test
    void theSecondFileIsMadeAheadOfNeed() throws Exception {
        Log log = new Log("log");
        int pages = 0;
        while (log.pages.lastPage() < PageDescriptor.location(1, 22 << 20)) {
            log.append(1);
            pages++;
        }
        assertThat(log.hasChronicle()).isFalse();
        log.append(2);
        await().until(() -> PageDescriptor.cycle(log.pages.lastPage()) == 2);
        assertThat(pages).isLessThan(FULL - 4);
        assertThat(log.linked()).hasSize(FULL + 1);
    }

    @Test
    void aFileThatIsNotAsItOughtToBeIsLeftToChronicle() throws Exception {
        Log log = new Log("log").append(3);
        MappedRegion region = MappedRegion.map(log.file(1));
        // Its last document is told by the header to be the one before.
        region.setLong(0x40, 0x4110);
        region.unmap();
        log.append(2);
        assertThat(log.hasChronicle()).isTrue();
        assertThat(log.linked()).hasSize(5);
        assertThat(log.documents()).hasSize(5);
    }

    @Test
    void aFileThatIsThereAlreadyIsLeftToChronicle() throws Exception {
        Log log = new Log("log");
        LogDirectory.make(log.place);
        LogDirectory.prepare(log.place, 1);
        log.append(2);
        assertThat(log.hasChronicle()).isTrue();
        assertThat(log.linked()).hasSize(2);
    }

    /** As if the process had died there; what it has left is found by another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ROLL_PREPARED",
                "PAGE_OPENED",
                "PAGE_APPENDED",
                "PAGE_LINKED",
                "PAGE_OPENED:2",
                "PAGE_APPENDED:2",
                "PAGE_LINKED:2"
            })
    void whatIsHalfDoneIsCompletedByTheNext(String place) throws Exception {
        Log log = new Log("log");
        KillSwitch.arm(place, () -> {
            throw new IllegalStateException("stopped");
        });
        assertThatThrownBy(() -> log.append(2)).isInstanceOf(MultiprocessingException.class);
        KillSwitch.arm("none");
        log.pages.close();
        log.open();
        log.append(4 - (log.pages.lastPage() == 0 ? 0 : 1));
        List<Long> linked = log.linked();
        assertThat(linked).hasSizeBetween(4, 5);
        assertThat(log.documents()).isEqualTo(linked);
    }

    @Test
    void aDirectoryThatIsGoneIsNotMadeAgain() throws Exception {
        Log log = new Log("log").append(1);
        Files.delete(log.file(1));
        Files.delete(log.place);
        assertThatThrownBy(() -> log.append(1))
                .isInstanceOf(MultiprocessingException.class)
                .hasMessageContaining(log.place.toString());
        assertThat(log.place).doesNotExist();
    }
}
