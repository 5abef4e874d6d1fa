package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.launcher.MultiprocCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code run --report}. */
class ReportIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @TempDir
    private Path directory;

    private Path report() throws Exception {
        Path page = directory.resolve("report.html");
        MultiprocCommand run = MultiprocCommand.runInShell(
                LIMIT,
                "(echo '<b>&'; seq 30) | \"$@\"",
                "run",
                "--quiet",
                "-c2",
                "--restart=on-failure",
                "--report=" + page,
                // Item 5 kills its consumer the first time.
                "--consumer-cmd=sleep 0.02; test {#} != 1 || sleep 0.5; test {} != 5 || ! mkdir "
                        + directory.resolve("killed") + " || kill -9 $(ps -o ppid= $PPID)");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return page;
    }

    @Test
    void itIsOneFileWithAllThatHappened() throws Exception {
        String page = Files.readString(report());

        assertThat(page)
                .contains("<h1>multiproc run: 1 producer, 2 consumers</h1>")
                .contains("<dt>done</dt><dd>31</dd>", "signal 9", "Items waiting in the queue", "consumer-2")
                .contains("prefers-color-scheme: dark", "width=device-width")
                .contains("item 1: &lt;b&gt;&amp;")
                .doesNotContain("<script", "http://", "https://", "<link", "<b>&");
    }

    @Test
    void aBrowserShowsItAtPhoneWidthWithoutScrollingSideways() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "there is no chromium here");
        Path page = report();
        // What the browser makes of it; the width that the page takes is told by the title of a copy with a script.
        Path copy = directory.resolve("copy.html");
        String script =
                "<script>document.title = document.documentElement.scrollWidth + ' of ' + document.documentElement.clientWidth + ', ' +"
                        + " [...document.querySelectorAll('svg .line')].filter(l => l.getBoundingClientRect().width > 100).length"
                        + "</script></body>";
        Files.writeString(copy, Files.readString(page).replace("</body>", script));
        String shown = dump(copy);

        assertThat(shown).containsPattern("<title>(\\d+) of \\1, 2</title>");
    }

    private String dump(Path page) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(CHROMIUM.toString(), "--headless", "--no-sandbox", "--disable-gpu"));
        command.addAll(List.of("--disable-quic", "--no-first-run", "--disable-background-networking"));
        command.addAll(List.of("--disable-component-update", "--disable-sync", "--window-size=500,900", "--dump-dom"));
        command.add("--user-data-dir=" + directory.resolve("profile"));
        command.add(page.toUri().toString());
        Path out = directory.resolve("dom");
        Process chromium = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(chromium.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            chromium.descendants().forEach(ProcessHandle::destroyForcibly);
            chromium.destroyForcibly().waitFor();
        }
        return Files.readString(out);
    }
}
