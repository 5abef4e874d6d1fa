package dev.multiproc.launcher.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.examples.programs.Crawler;
import dev.multiproc.examples.programs.Thumbnails;
import dev.multiproc.examples.programs.WordCount;
import dev.multiproc.launcher.MultiprocCommand;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real programs, run from the shell as their user would, with deaths on the way. */
@Timeout(180)
class ProgramsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private static MultiprocCommand run(
            Class<?> program, String classPath, BiConsumer<Process, List<String>> meanwhile, Object... args)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "multiproc.jar").toAbsolutePath() + File.pathSeparator + classPath,
                program.getName()));
        Stream.of(args).map(Object::toString).forEach(words::add);
        // A crash of a JVM writes its report there, and no core.
        Map<String, String> environment = Map.of(
                "JAVA_TOOL_OPTIONS", "-XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null -XX:TieredStopAtLevel=1");
        return MultiprocCommand.execute(LIMIT, environment, meanwhile, words);
    }

    @Test
    void wordsAreCountedThoughAWorkerIsKilled() throws Exception {
        Path texts = Files.createDirectory(directory.resolve("texts"));
        Files.writeString(texts.resolve("long"), "The cat, the dog;\nthe END\n".repeat(500_000));
        Files.writeString(texts.resolve("short"), "dog without an end of line");
        MultiprocCommand ended = run(WordCount.class, "", ProgramsIT::killFirstChild, texts);
        assertThat(ended.exitCode()).as(ended::toString).isZero();
        assertThat(ended.stdout())
                .containsExactly(
                        "1500000 the", "500001 dog", "500001 end", "500000 cat", "1 an", "1 line", "1 of", "1 without");
        assertThat(ended.leftBehind()).isEmpty();
    }

    private static void watch(Process program, List<String> stdout) {
        assertThat(program.pid()).isPositive();
    }

    private static void killFirstChild(Process program, List<String> stdout) {
        await().until(() -> program.descendants().findAny().isPresent() || !program.isAlive());
        program.descendants().findFirst().ifPresent(ProcessHandle::destroyForcibly);
        assertThat(stdout).isEmpty();
    }

    @Test
    void aCrawlIsFinishedAfterAllWereKilledHalfWay() throws Exception {
        int count = 500;
        Path pages = Files.createDirectory(directory.resolve("pages"));
        for (int i = 0; i < count; i++) {
            String links = Stream.of(2 * i + 1, 2 * i + 2, i / 3, 7)
                    .filter(page -> page < count)
                    .map(page -> "<a href=\"" + name(page) + "\">")
                    .reduce("", String::concat);
            Files.writeString(pages.resolve(name(i)), links);
        }
        Path state = directory.resolve("state");
        Path results = state.resolve("results");
        run(Crawler.class, "", (program, stdout) -> killAllHalfWay(program, results), pages, state, 5);
        assertThat(visited(results)).hasSizeBetween(20, count - 1);

        MultiprocCommand ended = run(Crawler.class, "", ProgramsIT::watch, pages, state);
        assertThat(ended.exitCode()).as(ended::toString).isZero();
        assertThat(ended.stdout()).containsExactly(count + " pages");
        List<String> all = Stream.iterate(0, i -> i < count, i -> i + 1)
                .map(ProgramsIT::name)
                .toList();
        assertThat(visited(results)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(Files.readAllLines(results.resolve(name(3)))).containsExactly(name(1), name(7), name(8));
    }

    private static String name(int page) {
        return page == 0 ? "index.html" : "page" + page + ".html";
    }

    private static void killAllHalfWay(Process program, Path results) {
        await().atMost(LIMIT).until(() -> visited(results).size() >= 20);
        List<ProcessHandle> children = program.descendants().toList();
        program.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static List<String> visited(Path results) {
        if (Files.notExists(results)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void imagesThatCrashOrHangCostTheirOwnThumbnailOnly() throws Exception {
        Path images = Files.createDirectory(directory.resolve("images"));
        for (int i = 0; i < 6; i++) {
            BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
            assertThat(ImageIO.write(image, "png", images.resolve(i + ".png").toFile()))
                    .isTrue();
        }
        Files.writeString(images.resolve("bad.crash"), BadImages.CRASH);
        Files.writeString(images.resolve("bad.hang"), BadImages.HANG);
        Path services = Files.createDirectories(directory.resolve("plugin/META-INF/services"));
        Files.writeString(services.resolve(ImageReaderSpi.class.getName()), BadImages.class.getName());
        String plugin = directory.resolve("plugin")
                + File.pathSeparator
                + Path.of("target", "test-classes").toAbsolutePath();

        Path out = directory.resolve("out");
        MultiprocCommand ended = run(Thumbnails.class, plugin, ProgramsIT::watch, images, out, 3);
        assertThat(ended.exitCode()).as(ended::toString).isEqualTo(1);
        assertThat(ended.stdout())
                .contains("bad.hang: took too long", "6 made, 2 failed")
                .anyMatch(line -> line.startsWith("bad.crash: crashed its JVM, exit code "));
        assertThat(ended.stderr()).anyMatch(line -> line.endsWith("8 of 8 done, 2 failed"));
        for (int i = 0; i < 6; i++) {
            BufferedImage thumbnail = ImageIO.read(out.resolve(i + ".png.jpg").toFile());
            assertThat(thumbnail.getWidth()).isEqualTo(160);
            assertThat(thumbnail.getHeight()).isEqualTo(120);
        }
        assertThat(ended.leftBehind()).isEmpty();
    }

    @Test
    void wrongArgumentsSayWhatToDo() throws Exception {
        for (Class<?> program : List.of(WordCount.class, Crawler.class, Thumbnails.class)) {
            MultiprocCommand ended = run(program, "", ProgramsIT::watch);
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.stderr()).anyMatch(line -> line.startsWith("Usage: " + program.getSimpleName()));
        }
    }
}
