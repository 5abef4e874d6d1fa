package dev.multiproc.launcher.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.launcher.MultiprocCommand;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code put}, {@code get} and {@code history} from a shell. */
@Timeout(120)
class PutGetIT {
    @TempDir
    private Path directory;

    private MultiprocCommand sh(String script) throws Exception {
        return new QueueShell(directory).run(script);
    }

    @Test
    void bytesOfItemsAreKept() throws Exception {
        Files.write(directory.resolve("in"), "line\nbreak\0\u00ff\u0001 \0\0last".getBytes(ISO_8859_1));
        Files.write(directory.resolve("lines"), "n\0l\n\nend".getBytes(ISO_8859_1));
        MultiprocCommand ended = sh(
                "m put q -0 < in; m put q < lines; LC_ALL=C m put q $'\\xc3\\xa4\\xff' @@at -- -x @in; m get q -0 > out");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        String expected = "line\nbreak\0\u00ff\u0001 \0\0last\0n\0l\0\0end\0";
        assertThat(Files.readAllBytes(directory.resolve("out")))
                .asString(ISO_8859_1)
                .isEqualTo(expected + "\u00c3\u00a4\u00ff\0@at\0-x\0@in\0");
    }

    @Test
    void asManyItemsAreTakenAsAreAskedFor() throws Exception {
        new QueueShell(directory).put("q", "1", "2", "3");
        MultiprocCommand ended = sh(
                "m get q -n 1; m get q -n 5; echo $?;" + " m get q -n 1 --timeout 10ms; echo $?; m get other; echo $?");

        assertThat(ended.stdout()).containsExactly("1", "2", "3", "1", "124", "1");
        assertThat(ended.stderr())
                .containsExactly(
                        "multiproc: 2 of 5 items: the queue 'q' has no more",
                        "multiproc: 0 of 1 items: the queue 'q' has no more",
                        "multiproc: there is no queue 'other' in " + directory.resolve("multiproc")
                                + ": 'multiproc put other' makes it");
    }

    @Test
    void whatNobodyReadIsStillThere() throws Exception {
        QueueShell shell = new QueueShell(directory);
        shell.put(
                "q",
                IntStream.rangeClosed(1, 50_000).mapToObj(Integer::toString).toArray(String[]::new));
        MultiprocCommand ended = sh("m get q > /dev/full; echo $?; m get q | head -n 1; echo ${PIPESTATUS[0]}");

        assertThat(ended.stdout()).containsExactly("1", "1", "141");
        assertThat(ended.stderr())
                .containsExactly("multiproc: cannot write to standard output: No space left on device");
        // At most what the reader had in its buffer may be missing.
        assertThat(shell.waiting("q")).contains("50000").doesNotHaveDuplicates().hasSizeGreaterThan(30_000);
    }

    @Test
    void queueOfAJavaProgramIsSharedWithIt() throws Exception {
        Path queues = new QueueShell(directory).queues();
        try (Multiprocessing mp = Multiprocessing.open(queues)) {
            JoinableQueue<Object> queue = mp.joinableQueue("q");
            queue.put("\u4e16");
            queue.put(12);
            queue.put(new int[1]);
            queue.put("bytes".getBytes(UTF_8));
            mp.queue("plain").put("x");
        }
        MultiprocCommand ended = sh("m get q; echo $?; m get plain; echo $?; m history q");

        assertThat(ended.stdout().subList(0, 4)).containsExactly("\u4e16", "12", "1", "1");
        assertThat(ended.stdout()).hasSize(9);
        assertThat(ended.stdout().subList(5, 9))
                .satisfiesExactly(
                        line -> assertThat(line).matches(" +0  .*  done +1  - +\u4e16"),
                        line -> assertThat(line).matches(" +1  .*  done +1  - +12"),
                        line -> assertThat(line)
                                .matches(" +2  .*  given back +1  - +\\(.* bytes that cannot be shown here\\)"),
                        line -> assertThat(line).matches(" +3  .*  waiting +0  - +bytes"));
        assertThat(ended.stderr().get(0)).startsWith("multiproc: an item cannot be printed, and stays in the queue: ");
        assertThat(ended.stderr().get(1)).startsWith("multiproc: 'plain' in ").contains("only a joinable queue can");
        try (Multiprocessing mp = Multiprocessing.open(queues)) {
            JoinableQueue<Object> queue = mp.joinableQueue("q");
            try (Delivery<Object> refused = queue.receive()) {
                assertThat(refused.value()).isEqualTo(new int[1]);
                refused.done();
            }
            assertThat((byte[]) queue.take()).asString(UTF_8).isEqualTo("bytes");
        }
    }
}
