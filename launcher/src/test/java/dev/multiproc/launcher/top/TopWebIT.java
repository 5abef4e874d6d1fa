package dev.multiproc.launcher.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.launcher.MultiprocCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code multiproc top --web}: the page, its figures, and who may see them. */
class TopWebIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path base;

    private Multiprocessing mp;
    private int port;

    @Test
    void thePageAndTheSampleNeedTheTokenAndTheHost() throws Exception {
        mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base).withClassArchive(false));
        mp.queue("items").put("item");
        MultiprocCommand top = MultiprocCommand.run(
                LIMIT,
                Map.of(),
                (process, lines) -> look(lines),
                "top",
                "--web",
                "--base",
                base.toString(),
                "--interval",
                "100ms");
        assertThat(top.exitCode()).as(top.toString()).isZero();
        assertThat(top.stdout()).hasSize(1);
        assertThat(top.stderr()).containsExactly("multiproc: the session has ended");
    }

    private void look(List<String> lines) {
        try {
            await().atMost(LIMIT).until(() -> !lines.isEmpty());
            URI url = URI.create(lines.get(0));
            port = url.getPort();
            String host = "127.0.0.1:" + port;
            String query = "?" + url.getQuery();
            assertThat(url.getHost()).isEqualTo("127.0.0.1");
            assertThat(query).matches("\\?token=[0-9a-f]{32}");

            assertThat(get("GET", "/" + query, host))
                    .startsWith("HTTP/1.1 200")
                    .contains("<title>multiproc top</title>", "Content-security-policy: default-src 'none';")
                    .doesNotContain("http://", "https://");
            assertThat(get("GET", "/" + query, "localhost:" + port)).startsWith("HTTP/1.1 200");
            await().atMost(LIMIT)
                    .until(() -> get("GET", "/sample" + query, host), text -> text.contains("\"queue\": \"items\""));
            for (String path : List.of("/", "/sample", "/sample?token=", "/sample" + query + "0", "/?x=1&" + query)) {
                assertThat(get("GET", path, host))
                        .as(path)
                        .startsWith("HTTP/1.1 403")
                        .doesNotContain("items");
            }
            assertThat(get("GET", "/sample" + query, "rebound.example:" + port)).startsWith("HTTP/1.1 403");
            assertThat(get("POST", "/sample" + query, host)).startsWith("HTTP/1.1 405");
            assertThat(get("GET", "/other" + query, host)).startsWith("HTTP/1.1 404");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            mp.close();
            // JUnit keeps the test instance, which would keep the session's memory mapped.
            mp = null;
        }
    }

    /** By hand, since Java's clients do not send a host of one's own. */
    private String get(String method, String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            String request = method + " " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void wrongUsesAreRefused() throws IOException, InterruptedException {
        assertThat(MultiprocCommand.run(LIMIT, "top", "--web", "70000").stderr())
                .first()
                .isEqualTo("multiproc: --web needs a port up to 65535");
        assertThat(MultiprocCommand.run(LIMIT, "top", "--web", "--once").stderr())
                .first()
                .isEqualTo("multiproc: --web does not go with --once");
    }
}
