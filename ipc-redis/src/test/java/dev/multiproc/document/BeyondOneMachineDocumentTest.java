package dev.multiproc.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The program in {@code docs/beyond-one-machine.md} is the one here, and does its work. */
class BeyondOneMachineDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "beyond-one-machine.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "dev", "multiproc", "document", "BeyondOneMachineDocumentTest.java");
    private static final Pattern BLOCK =
            Pattern.compile("^```java crawl\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern REGION =
            Pattern.compile("^ *// recipe: crawl\\R(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);

    // recipe: crawl
    public static class Crawl {
        public static void main(String[] args) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open(URI.create(args[0]))) {
                JoinableQueue<String> urls = mp.joinableQueue("urls");
                if (args.length > 1) { // on one machine: what there is to do
                    urls.putAll(Arrays.asList(args).subList(1, args.length));
                    urls.join();
                    urls.shutdown();
                } else { // on the others
                    work(urls);
                }
            }
        }

        static void work(JoinableQueue<String> urls) throws Exception {
            try {
                while (true) {
                    try (Delivery<String> url = urls.receive()) {
                        System.out.println(url.value().length() + " " + url.value());
                        url.done();
                    }
                }
            } catch (QueueShutdownException end) {
                System.out.println("no more work");
            }
        }
    }
    // end

    @Test
    void theProgramIsThisOne() throws IOException {
        assertThat(find(BLOCK, DOCUMENT)).hasSize(1).isEqualTo(find(REGION, SOURCE));
    }

    private static List<String> find(Pattern pattern, Path file) throws IOException {
        List<String> found = new ArrayList<>();
        for (MatchResult match :
                pattern.matcher(Files.readString(file)).results().toList()) {
            found.add(match.group(1).stripTrailing().stripIndent().replace("public static class", "public class"));
        }
        return found;
    }

    @Test
    @NeedsServer
    void itDoesItsWork() throws Exception {
        String address = RedisServer.newSession("").toString();
        CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> run(address));
        run(address, "https://example.org/a", "https://example.org/b");
        worker.get(30, TimeUnit.SECONDS);
    }

    private static void run(String... args) {
        try {
            Crawl.main(args);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
