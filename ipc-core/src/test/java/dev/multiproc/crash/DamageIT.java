package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.DeadLetterQueue;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.queue.UnreadableItemException;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A durable session's files are damaged at random, and the session is opened: it works, with no item that was not put, or it is
 * refused with a message that names the place. The JVM that tries does not crash, and does not hang.
 *
 * <p>The seed is printed; {@code -Ddamage.seed} repeats it, {@code -Ddamage.count} says how many.
 */
@ExtendWith(LeavesNothingBehind.class)
class DamageIT {
    private static final long SEED = Long.getLong("damage.seed", System.nanoTime());
    private static final int COUNT = Integer.getInteger("damage.count", 25);
    private static final int LETTERS = 400;
    private static final int BLOBS = 130;
    private static final int LARGE = 100_000;

    @TempDir
    private Path directory;

    private static String letter(int number) {
        return "letter " + number + " " + "x".repeat(number % 700);
    }

    private static byte[] blob(int number) {
        byte[] bytes = new byte[number % 40 == 0 ? LARGE : 1 + number * 977 % 30_000];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    /** Fills a session, is told to go on once it was copied, and is killed while children of its hold items. */
    static final class Maker {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Path.of(arguments[0]));
            SharedQueue<String> letters = mp.queue("letters");
            JoinableQueue<byte[]> blobs = mp.joinableQueue("blobs", QueueOptions.bounded(BLOBS));
            for (int i = 0; i < LETTERS / 2; i++) {
                letters.put(letter(i));
            }
            System.out.println("half");
            System.in.read();
            for (int i = LETTERS / 2; i < LETTERS; i++) {
                letters.put(letter(i));
            }
            for (int i = 0; i < BLOBS; i++) {
                blobs.put(blob(i));
            }
            for (int i = 0; i < 20; i++) {
                letters.take();
                blobs.take();
                blobs.taskDone();
            }
            ChildProcess holder = mp.process(() -> {
                        blobs.take();
                        letters.put(letter(0));
                        new CountDownLatch(1).await();
                    })
                    .start();
            letters.take();
            System.out.println("full " + holder.pid());
            new CountDownLatch(1).await();
        }
    }

    /** Tries one damage after the other. */
    static final class Checker {
        private static final long LIMIT_SECONDS = 30;
        /** The logs of this test fill the begin of a long file. */
        private static final long LOOKED_AT_BYTES = 6L * 1024 * 1024;

        private static final String REFUSED = "refused when opened: ";
        /** All items, as often as they are delivered. */
        private static final int MOST_UNREADABLE = 10_000;

        public static void main(String[] arguments) throws Exception {
            Path template = Path.of(arguments[0]);
            Path older = Path.of(arguments[1]);
            Path work = Path.of(arguments[2]);
            long seed = Long.parseLong(arguments[3]);
            int count = Integer.parseInt(arguments[4]);
            Path whole = work.resolve("whole");
            Damage.copy(template, whole);
            String expected = outcome(whole);
            delete(whole);
            for (int i = 0; i < count; i++) {
                Path session = work.resolve("session" + i);
                Damage.copy(template, session);
                String damage = Damage.inflict(session, older, new Random(seed + i));
                System.out.println("trying " + (seed + i) + " " + damage);
                Map<String, String> before = Snapshot.of(session, LOOKED_AT_BYTES);
                String outcome = outcome(session);
                if (outcome.startsWith(REFUSED)) {
                    outcome = checkRefusal(session, outcome, before);
                }
                if (damage.startsWith("control") && outcome.startsWith("works") && !outcome.equals(expected)) {
                    outcome = "BAD " + outcome + " with whole logs in place of " + expected;
                }
                System.out.println(outcome + " " + (seed + i));
                delete(session);
            }
            System.out.println("finished");
        }

        /** A session that is refused is as it was, and refused in the same words the second time. */
        private static String checkRefusal(Path session, String outcome, Map<String, String> before)
                throws IOException, InterruptedException {
            String again = outcome(session);
            if (!again.equals(outcome)) {
                return "BAD " + outcome + ", then " + again;
            }
            Map<String, String> after = Snapshot.of(session, LOOKED_AT_BYTES);
            return after.equals(before) ? outcome : "BAD " + outcome + ", and changed from " + before + " to " + after;
        }

        private static String outcome(Path session) throws InterruptedException {
            String[] result = {"HUNG"};
            Thread thread = new Thread(() -> result[0] = tryAll(session));
            thread.start();
            thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            if (thread.isAlive()) {
                for (StackTraceElement element : thread.getStackTrace()) {
                    System.out.println("    at " + element);
                }
                Runtime.getRuntime().halt(3);
            }
            return result[0];
        }

        private static String tryAll(Path session) {
            Multiprocessing opened;
            try {
                opened = Multiprocessing.open(session);
            } catch (MultiprocessingException e) {
                return e.getMessage().contains(session.toString()) ? REFUSED + e.getMessage() : bad(e);
            } catch (Exception | Error e) {
                return bad(e);
            }
            try (Multiprocessing mp = opened) {
                JoinableQueue<byte[]> blobs = mp.joinableQueue("blobs");
                return "works" + use(mp.queue("letters"), DamageIT::isLetter)
                        + use(blobs, DamageIT::isBlob)
                        + useLetters(blobs.deadLetters(), DamageIT::isBlob)
                        + use(mp.queue("another"), item -> true);
            } catch (MultiprocessingException e) {
                return e.getMessage().contains(session.toString()) ? "refused" : bad(e);
            } catch (Exception | Error e) {
                return bad(e);
            }
        }

        private static String bad(Throwable e) {
            e.printStackTrace(System.out);
            return "BAD";
        }

        private interface Check {
            boolean isGood(Object item);
        }

        @SuppressWarnings("unchecked")
        private static String use(SharedQueue<?> queue, Check check) throws Exception {
            attempt(queue::isEmpty);
            attempt(queue::remainingCapacity);
            attempt(queue::peek);
            attempt(() -> queue.iterator().hasNext());
            int unreadable = 0;
            int count = 0;
            for (int size = queue.size(); size > 0 && unreadable < MOST_UNREADABLE; size = queue.size()) {
                try {
                    Object item = queue.poll(10, TimeUnit.SECONDS);
                    if (item == null || !check.isGood(item)) {
                        return "BAD-ITEM-" + queue + (item == null ? " none of " + size : " " + item);
                    }
                    count++;
                    if (queue instanceof JoinableQueue<?> joinable) {
                        joinable.taskDone();
                    }
                } catch (UnreadableItemException e) {
                    unreadable++;
                }
            }
            if (queue instanceof JoinableQueue<?> joinable && !joinable.join(10, TimeUnit.SECONDS)) {
                return "BAD-JOIN-" + joinable.unfinished();
            }
            SharedQueue<Object> same = (SharedQueue<Object>) queue;
            Object mine = check.isGood(letter(1)) ? letter(1) : blob(1);
            if (!same.offer(mine, 10, TimeUnit.SECONDS) || !check.isGood(same.poll(10, TimeUnit.SECONDS))) {
                return "BAD-PUT-" + queue;
            }
            return " " + count + (unreadable > 0 ? " and unreadable" : "");
        }

        /** What cannot be read stays readable as bytes, and gives its reason. */
        private static String useLetters(DeadLetterQueue<byte[]> letters, Check check) throws Exception {
            int unreadable = 0;
            int count = 0;
            for (DeadLetter<byte[]> letter = letters.pollLetter(); letter != null; letter = letters.pollLetter()) {
                if (letter.value().isEmpty() && !letter.reason().isEmpty()) {
                    unreadable++;
                } else if (letter.value().isPresent()
                        && check.isGood(letter.value().get())) {
                    count++;
                } else {
                    return "BAD-LETTER-" + letter;
                }
            }
            return " " + count + (unreadable > 0 ? " and unreadable" : "") + (letters.isEmpty() ? "" : "BAD-REST");
        }

        private static void attempt(Callable<?> call) throws Exception {
            try {
                call.call();
            } catch (UnreadableItemException e) {
                // As a user would see it; take throws the same.
                assertThat(e).hasMessageContaining("queue=");
            }
        }
    }

    private static boolean isLetter(Object item) {
        if (!(item instanceof String text) || !text.matches("letter [0-9]+ x*")) {
            return false;
        }
        return text.equals(letter(Integer.parseInt(text.split(" ", 3)[1])));
    }

    private static boolean isBlob(Object item) {
        if (!(item instanceof byte[] bytes)) {
            return false;
        }
        for (int i = 0; i < BLOBS; i++) {
            if (java.util.Arrays.equals(bytes, blob(i))) {
                return true;
            }
        }
        return false;
    }

    private static void delete(Path session) throws IOException {
        Files.walkFileTree(session, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException trouble) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The long form takes as long as it has damages to try. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void damageIsRepairedOrRefused() throws Exception {
        Path template = directory.resolve("template");
        Path older = directory.resolve("older");
        try (ParentProgram maker = ParentProgram.start(Maker.class, template.toString())) {
            maker.awaitLine("half");
            Damage.copy(template, older);
            maker.process().getOutputStream().write('\n');
            maker.process().getOutputStream().flush();
            maker.awaitLine("full");
            for (ProcessHandle member : maker.family()) {
                member.destroyForcibly();
            }
            maker.awaitFamilysEnd();
        }
        System.out.println(COUNT + " damages, to repeat them: -Ddamage.count=" + COUNT + " -Ddamage.seed=" + SEED);
        Path work = Files.createDirectory(directory.resolve("work"));
        List<String> output;
        try (ParentProgram checker = ParentProgram.start(
                Checker.class,
                template.toString(),
                older.toString(),
                work.toString(),
                Long.toString(SEED),
                Integer.toString(COUNT))) {
            checker.process().waitFor(COUNT * 10L + 60, TimeUnit.SECONDS);
            output = checker.output();
        }
        report(output);
        assertThat(output).as("crashes and hangs").last().isEqualTo("finished");
        assertThat(output).as("wrong outcomes").noneMatch(line -> line.contains("BAD"));
        assertThat(output.stream().filter(line -> line.startsWith("refused"))).isNotEmpty();
        assertThat(output.stream().filter(line -> line.startsWith("works"))).isNotEmpty();
    }

    private static void report(List<String> output) {
        for (String outcome : List.of("works", "works.* and unreadable.*", "refused", "BAD", "HUNG")) {
            Predicate<String> isSo = Pattern.compile("^" + outcome).asPredicate();
            System.out.println(
                    "  " + outcome + ": " + output.stream().filter(isSo).count());
        }
        for (int i = 0; i < output.size(); i++) {
            if (output.get(i).startsWith("BAD") || output.get(i).startsWith("HUNG")) {
                Stream.iterate(i, at -> at > 0 && !output.get(at).startsWith("trying"), at -> at - 1)
                        .reduce((a, b) -> b)
                        .ifPresent(first -> System.out.println(output.get(first - 1)));
                System.out.println(output.get(i));
            }
        }
    }
}
