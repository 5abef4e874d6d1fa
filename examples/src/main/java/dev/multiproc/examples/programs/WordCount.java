package dev.multiproc.examples.programs;

import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.pool.ResultIterator;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts the words of files over all processors, and prints the ten most frequent ones.
 *
 * <p>Files are cut into pieces at the ends of lines, and a pool of processes counts the pieces. If a worker is killed, its piece is
 * counted again by another: {@code withRetries}.
 */
public final class WordCount {
    private static final long PIECE_BYTES = 4L << 20;
    private static final int SHOWN = 10;

    private WordCount() {}

    /** The lines of a file that begin from {@code begin} on and before {@code end}, in bytes. */
    private record Piece(String file, long begin, long end) implements Serializable {}

    private static List<Piece> pieces(Path file) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        long size = Files.size(file);
        for (long begin = 0; begin < size; begin += PIECE_BYTES) {
            pieces.add(new Piece(file.toString(), begin, Math.min(size, begin + PIECE_BYTES)));
        }
        return pieces;
    }

    private static Map<String, Integer> count(Piece piece) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        try (FileChannel file = FileChannel.open(Path.of(piece.file()))) {
            // The byte before the piece says whether a line begins with it.
            long from = piece.begin() == 0 ? 0 : afterLine(file, piece.begin() - 1);
            long to = afterLine(file, piece.end() - 1);
            String text = to <= from ? "" : read(file, from, (int) (to - from));
            for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
                if (!word.isEmpty()) {
                    counts.merge(word, 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    /** Where the line ends that the byte at {@code position} belongs to: behind its end of line, or at the end of the file. */
    private static long afterLine(FileChannel file, long position) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(8192);
        for (long at = position; file.read(some.clear(), at) > 0; at += some.limit()) {
            some.flip();
            for (int i = 0; i < some.limit(); i++) {
                if (some.get(i) == '\n') {
                    return at + i + 1;
                }
            }
        }
        return file.size();
    }

    private static String read(FileChannel file, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {
            // read on
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            System.err.println("Usage: WordCount FILE|DIRECTORY...");
            System.exit(2);
        }
        List<Piece> pieces = new ArrayList<>();
        for (String arg : args) {
            try (Stream<Path> files = Files.walk(Path.of(arg))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    pieces.addAll(pieces(file));
                }
            }
        }
        Map<String, Integer> total = new HashMap<>();
        PoolOptions options = PoolOptions.workers(Multiprocessing.cpuCount()).withRetries(2);
        try (Multiprocessing mp = Multiprocessing.open();
                ProcessPool pool = mp.pool(options);
                ResultIterator<Map<String, Integer>> counts = pool.imapUnordered(WordCount::count, pieces)) {
            while (counts.hasNext()) {
                counts.next().forEach((word, count) -> total.merge(word, count, Integer::sum));
            }
        }
        total.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .forEach(entry -> System.out.println(entry.getValue() + " " + entry.getKey()));
    }
}
