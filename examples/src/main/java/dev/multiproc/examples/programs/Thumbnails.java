package dev.multiproc.examples.programs;

import dev.multiproc.ChildOptions;
import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.pool.PoolProgress;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.pool.WorkerDiedException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Makes thumbnails of the images in a folder, over all processors.
 *
 * <p>Decoders are native code or have errors: an image that crashes its JVM, or takes longer than the limit, costs its own worker
 * only. That one is replaced, the image is named at the end, and all others are made.
 */
public final class Thumbnails {
    private static final int LONGER_SIDE = 160;

    private Thumbnails() {}

    private static boolean make(String image, String thumbnail) throws IOException {
        BufferedImage original = ImageIO.read(Path.of(image).toFile());
        if (original == null) {
            throw new IOException("not an image");
        }
        double scale = Math.min(1, (double) LONGER_SIDE / Math.max(original.getWidth(), original.getHeight()));
        int width = Math.max(1, (int) (original.getWidth() * scale));
        int height = Math.max(1, (int) (original.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(original, 0, 0, width, height, null);
        graphics.dispose();
        return ImageIO.write(small, "jpg", Path.of(thumbnail).toFile());
    }

    private static void show(PoolProgress progress) {
        System.err.print(
                "\r" + progress.done() + " of " + progress.submitted() + " done, " + progress.failed() + " failed");
    }

    private static String reason(Throwable failure) {
        if (!(failure instanceof WorkerDiedException death)) {
            return failure.toString();
        }
        return death.reason() == WorkerDiedException.Reason.TIME_LIMIT
                ? "took too long"
                : "crashed its JVM, exit code " + death.exitCode();
    }

    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println(
                    "Usage: Thumbnails FOLDER OUT [SECONDS]; SECONDS is the time limit of an image, 10 by default");
            System.exit(2);
        }
        Path out = Files.createDirectories(Path.of(args[1]));
        PoolOptions options = PoolOptions.workers(Multiprocessing.cpuCount())
                .withTimeLimit(Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 10))
                .withProgress(Thumbnails::show)
                .withChildOptions(ChildOptions.defaults().withJvmArgs("-Djava.awt.headless=true"));
        int failed = 0;
        try (Multiprocessing mp = Multiprocessing.open();
                ProcessPool pool = mp.pool(options)) {
            Map<String, Future<Boolean>> made = new LinkedHashMap<>();
            for (Path file : files(Path.of(args[0]))) {
                String image = file.toString();
                String thumbnail = out.resolve(file.getFileName() + ".jpg").toString();
                made.put(file.getFileName().toString(), pool.submit(() -> make(image, thumbnail)));
            }
            for (Map.Entry<String, Future<Boolean>> image : made.entrySet()) {
                try {
                    image.getValue().get();
                } catch (ExecutionException e) {
                    failed++;
                    System.out.println(image.getKey() + ": " + reason(e.getCause()));
                }
            }
            System.out.println(made.size() - failed + " made, " + failed + " failed");
        }
        System.err.println();
        System.exit(failed == 0 ? 0 : 1);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
