package dev.multiproc.examples.programs;

import dev.multiproc.Multiprocessing;
import dev.multiproc.RestartPolicy;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Visits the pages of a site from {@code index.html} on, each once. The files of a folder stand for the pages. Kill everything with
 * {@code kill -9} at any time and start it again: it goes on where it was.
 *
 * <p>What has to be visited is a queue of a durable session, and what was found is a file for each page, which appears whole. A page
 * is finished after its links are in the queue and its file is there; so a page whose worker was killed is visited again, and one
 * that is in the queue twice is skipped the second time.
 */
public final class Crawler {
    private static final Pattern LINK = Pattern.compile("href=\"([^\"/]+)\"");

    private Crawler() {}

    /** Where the pages are, where the results go, and how long to wait before each page, so that a site is not flooded. */
    private record Site(String pages, String results, long pauseMillis) implements Serializable {
        Path result(String page) {
            return Path.of(results, page);
        }

        boolean isVisited(String page) {
            return Files.exists(result(page));
        }
    }

    private static void work(Site site, JoinableQueue<String> toVisit) throws Exception {
        while (true) {
            Delivery<String> page = toVisit.receive();
            if (!site.isVisited(page.value())) {
                visit(site, page.value(), toVisit);
            }
            page.done();
        }
    }

    private static void visit(Site site, String page, JoinableQueue<String> toVisit) throws Exception {
        Thread.sleep(site.pauseMillis());
        Set<String> links = links(Path.of(site.pages(), page));
        for (String link : links) {
            if (!site.isVisited(link)) {
                toVisit.put(link);
            }
        }
        Path draft = Files.createTempFile(Path.of(site.results()), ".", null);
        Files.write(draft, links);
        Files.move(draft, site.result(page), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Set<String> links(Path page) throws IOException {
        Set<String> links = new TreeSet<>();
        if (Files.exists(page)) { // else it is a dead link
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(MatchResult::group)
                    .forEach(link -> {
                        links.add(link.substring("href=\"".length(), link.length() - 1));
                    });
        }
        return links;
    }

    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println(
                    "Usage: Crawler FOLDER STATE [PAUSE_MILLIS]; STATE is a directory for what is to do and what was found");
            System.exit(2);
        }
        Path results = Files.createDirectories(Path.of(args[1], "results"));
        Site site = new Site(args[0], results.toString(), args.length > 2 ? Long.parseLong(args[2]) : 0);
        try (Multiprocessing mp = Multiprocessing.open(Path.of(args[1], "session"))) {
            JoinableQueue<String> toVisit = mp.joinableQueue("pages");
            toVisit.put("index.html"); // is skipped if it was visited before
            for (int i = 1; i <= Multiprocessing.cpuCount(); i++) {
                mp.process("worker-" + i, () -> work(site, toVisit))
                        .daemon(true)
                        .restart(RestartPolicy.onFailure())
                        .start();
            }
            toVisit.join();
            toVisit.deadLetters().letters().forEach(letter -> System.out.println("failed: " + letter));
            try (Stream<Path> files = Files.list(results)) {
                long count = files.filter(file -> !file.getFileName().toString().startsWith("."))
                        .count();
                System.out.println(count + " pages");
            }
        }
    }
}
