package dev.multiproc.launcher.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.launcher.MultiprocCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code work} from a shell. */
@Timeout(120)
class WorkIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    private QueueShell shell() {
        return new QueueShell(directory);
    }

    private List<String> lines(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLines(String file, int count) {
        await().atMost(LIMIT).until(() -> lines(file).size() >= count);
    }

    /** The workers that run. */
    private static List<ProcessHandle> jvms(Process shell) {
        return shell.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .filter(process -> process.info().commandLine().orElse("").contains(" work "))
                .toList();
    }

    private static ProcessHandle jvm(Process shell) {
        return jvms(shell).get(0);
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void itemsThatFailAreDeadLettersInTheEnd() throws Exception {
        shell().put("q", "a", "b c", "d");
        MultiprocCommand ended = shell().run(
                        "m work q -j 2 --retries 2 --joblog log --tag -- test {} = 'b c' -o {} = d;"
                                + " echo $?; m work q --retry-failed -j 1 -- 'echo {#} {%} {}'; echo $?; m history q");

        assertThat(ended.stdout().subList(0, 3)).containsExactly("1", "1 1 a", "0");
        assertThat(ended.stdout().subList(4, 8))
                .satisfiesExactly(
                        line -> assertThat(line).matches(" +0  .*  dead letter +2  - +a  \\[.*: exit code 1]"),
                        line -> assertThat(line).matches(" +1  .*  done +1  - +b c"),
                        line -> assertThat(line).matches(" +2  .*  done +1  - +d"),
                        line -> assertThat(line).matches(" +3  .*  done +1  - +a"));
        assertThat(ended.stderr())
                .containsExactly(
                        "multiproc: 'a' is a dead letter after 2 tries: exit code 1",
                        "multiproc: dead letters that are in the queue again: 1");
        assertThat(lines("log")).hasSize(5);
    }

    @Test
    void nothingIsLostAndOnlyTheUnfinishedIsRepeatedAfterAKillOfEverything() throws Exception {
        String work = "m work q -j 2 -- 'echo {} >> begun; test -e go || sleep 0.3; echo {} >> ended'";
        shell().put("q", numbers(40).toArray(String[]::new));
        shell().run(work, (process, stdout) -> {
            awaitLines("ended", 4);
            // The worker first: nobody is left to see the end of a command.
            List<ProcessHandle> all = new ArrayList<>(jvm(process).descendants().toList());
            all.add(0, jvm(process));
            all.forEach(ProcessHandle::destroyForcibly);
        });
        List<String> endedBefore = lines("ended");
        MultiprocCommand second = shell().run("touch go; " + work);

        assertThat(second.exitCode()).as(second.toString()).isZero();
        List<String> ended = new ArrayList<>(lines("ended"));
        assertThat(ended).containsAll(numbers(40));
        // Two were being worked on; the item of each may have been worked on twice.
        assertThat(lines("begun").size()).isBetween(40, 42);
        assertThat(ended.size()).isBetween(40, 42);
        assertThat(endedBefore).doesNotHaveDuplicates();
    }

    @Test
    void commandsEndWithAKilledWorkerAndAnotherOneThatWaitedGetsTheItem() throws Exception {
        shell().put("q", "1");
        MultiprocCommand ended = shell().run(
                        "m work q -j 2 -- 'echo {} >> begun; sleep 1000' & until test -s begun; do sleep 0.05; done;"
                                + " m work q -j 1 -- echo",
                        (process, stdout) -> {
                            await().atMost(LIMIT).until(() -> jvms(process).size() == 2);
                            // The older one.
                            jvms(process).stream()
                                    .min(Comparator.comparing(
                                            one -> one.info().startInstant().orElseThrow()))
                                    .orElseThrow()
                                    .destroyForcibly();
                        });

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.stdout()).containsExactly("1");
        assertThat(ended.leftBehind()).isEmpty();
    }

    /** SIGTERM each time: SIGINT is ignored if the tests run in the background of a shell, and has the same handler. */
    @Test
    void firstSignalDrainsTheSecondEndsTheThirdKills() throws Exception {
        shell().put("q", "1", "2");
        shell().put("r", "3");
        MultiprocCommand ended = shell().run(
                        "m work q -j 1 -- 'echo {} >> begun; until test -e go; do sleep 0.02; done; echo {}' 2> said;"
                                + " echo $?; m work r -j 1 -- "
                                + "'trap \"echo >> trapped\" TERM; echo {} >> stubborn; while :; do sleep 1000; done' 2> said2;"
                                + " echo $?",
                        (process, stdout) -> {
                            awaitLines("begun", 1);
                            jvm(process).destroy();
                            awaitLines("said", 1);
                            create("go");
                            awaitLines("stubborn", 1);
                            jvm(process).destroy();
                            awaitLines("said2", 1);
                            jvm(process).destroy();
                            awaitLines("trapped", 1);
                            jvm(process).destroy();
                        });

        assertThat(ended.stdout()).as(ended.toString()).containsExactly("1", "143", "143");
        assertThat(shell().waiting("q")).containsExactly("2");
        assertThat(shell().waiting("r")).containsExactly("3");
        assertThat(ended.leftBehind()).isEmpty();
    }

    private void create(String file) {
        try {
            Files.createFile(directory.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void outputIsGroupedOrderedOrByLine() throws Exception {
        shell().put("q", "0.3", "0.2", "0.1");
        shell().put("r", "1", "2");
        MultiprocCommand ended = shell().run(
                        "m work q -j 3 -k -- 'echo a{}; sleep {}; echo b{}'; m work r -j 2 --line-buffer --tag -- 'echo a; touch {}.x; until test -e 1.x -a -e 2.x; do sleep 0.02;"
                                + " done; sleep 0.2; echo b'");

        assertThat(ended.stdout().subList(0, 6)).containsExactly("a0.3", "b0.3", "a0.2", "b0.2", "a0.1", "b0.1");
        assertThat(ended.stdout().subList(6, 8)).containsExactlyInAnyOrder("1\ta", "2\ta");
        assertThat(ended.stdout().subList(8, 10)).containsExactlyInAnyOrder("1\tb", "2\tb");
    }

    @Test
    void timeLimitAndHaltEndEarly() throws Exception {
        shell().put("q", "1000", "0");
        shell().put("h", numbers(5).toArray(String[]::new));
        MultiprocCommand ended = shell().run("m work q -j 1 --timeout 1s --retries 1 -- sleep; echo $?;"
                + " m work h -j 1 --halt soon,fail=1 -- 'test {} != 2'; echo $?");

        assertThat(ended.stdout()).containsExactly("1", "1");
        assertThat(shell().waiting("h")).containsExactly("3", "4", "5");
        assertThat(ended.stderr())
                .contains(
                        "multiproc: '1000' is a dead letter after 1 try: it took longer than --timeout allows",
                        "multiproc: '2' is a dead letter after 1 try: exit code 1",
                        "multiproc: no more items are taken: --halt soon,fail=1");
    }
}
