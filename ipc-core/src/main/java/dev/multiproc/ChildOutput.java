package dev.multiproc;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the standard output and the standard error of a child go: {@link ChildOptions#withOutput} for one child, {@link
 * Options#withOutput} for all. Immutable.
 *
 * <p>By default a child writes to where this process writes. Its own children always write to where it writes: what they print
 * goes into the same file, or comes as lines under its name.
 */
public final class ChildOutput {
    private static final ChildOutput INHERITED = new ChildOutput(Kind.INHERIT, null, null);
    private static final ChildOutput DISCARDED = new ChildOutput(Kind.DISCARD, null, null);

    private final Kind kind;
    /** Null if it goes to no file. */
    private final Path file;
    /** Null if nobody is given lines. */
    private final Consumer<? super Line> consumer;

    private ChildOutput(Kind kind, Path file, Consumer<? super Line> consumer) {
        this.kind = kind;
        this.file = file;
        this.consumer = consumer;
    }

    /** The kinds of places. */
    public enum Kind {
        /** Where this process writes. */
        INHERIT,
        /** Nowhere. */
        DISCARD,
        /** To a file, in place of what it held. */
        FILE,
        /** To a file, behind what it holds. */
        APPEND,
        /** To a consumer in this process. */
        LINES
    }

    /** The two streams of a process. */
    public enum Stream {
        /** Standard output. */
        OUT,
        /** Standard error. */
        ERR
    }

    /**
     * A line that a child has written.
     *
     * @param child the child's name
     * @param pid the child's process id
     * @param stream where the child has written it
     * @param text the line, without its end
     */
    public record Line(String child, long pid, Stream stream, String text) {
        /**
         * Whether it was written to standard error.
         *
         * @return false for standard output
         */
        public boolean isError() {
            return stream == Stream.ERR;
        }
    }

    /**
     * Where this process writes. It costs nothing, and keeps the order of what all processes write.
     *
     * @return the default
     */
    public static ChildOutput inherit() {
        return INHERITED;
    }

    /**
     * Nowhere.
     *
     * @return discards what children write
     */
    public static ChildOutput discard() {
        return DISCARDED;
    }

    /**
     * Both streams to a file, which is emptied when the child starts, but not when it is {@linkplain ChildProcess#restart started
     * again}. For one child: of several, each would empty it.
     *
     * @param file created if it does not exist; its directory must exist. If it cannot be written, {@link ChildProcess#start()}
     *     throws a {@link MultiprocessingException}
     * @return writes to this file
     */
    public static ChildOutput toFile(Path file) {
        return new ChildOutput(Kind.FILE, file.toAbsolutePath(), null);
    }

    /**
     * Both streams to the end of a file. For one child or several.
     *
     * @param file created if it does not exist; its directory must exist. If it cannot be written, {@link ChildProcess#start()}
     *     throws a {@link MultiprocessingException}
     * @return appends to this file
     */
    public static ChildOutput appendTo(Path file) {
        return new ChildOutput(Kind.APPEND, file.toAbsolutePath(), null);
    }

    /**
     * Line by line to a consumer in this process: a logger, a list in a test, {@code System.out} where the JVM's own is not seen,
     * as in JShell.
     *
     * <ul>
     *   <li><b>Lines</b> end with {@code \n} or {@code \r\n}; the last one may have no end. The text is read as UTF-8, in which the
     *       child is told to write; bytes that are none become U+FFFD. A line of more than 16 MiB comes in parts.
     *   <li><b>Order and threads</b>: the consumer is called for a child by one thread, a daemon, so never by two at once, but for
     *       several children at the same time. Lines of one stream come in their order; those of two streams in the order in
     *       which this process reads them, which can differ a little from that in which they were written.
     *   <li><b>A slow consumer</b> slows down a child that writes faster, when 4 Mi characters wait. If the consumer takes no line
     *       for five seconds then, lines are dropped until it has taken half of what waits; a line {@code … N lines dropped}
     *       stands in their place.
     *   <li><b>A consumer that throws</b> gets the next line all the same. The first exception goes to the thread's handler for
     *       uncaught exceptions, which prints it if nothing else is set; later ones of the same child are ignored.
     *   <li><b>The end</b>: {@link ChildProcess#join()} returns, and {@link ChildProcess#onExit()} completes, when the consumer has
     *       had all lines of the child. Two things end this wait: a consumer that takes no line for five seconds; and a process
     *       that the child has left behind, which still has the streams and writes nothing for half a second. Lines that come
     *       later are delivered as long as the session is open.
     *   <li><b>If this process ends before the child</b>, also by SIGKILL, what the child writes after that is lost. It does not
     *       fail because of that.
     * </ul>
     *
     * <p>The consumer stays in this process: children do not get it.
     *
     * @param consumer gets each line
     * @return gives lines to this consumer
     */
    public static ChildOutput lines(Consumer<? super Line> consumer) {
        return new ChildOutput(Kind.LINES, null, Objects.requireNonNull(consumer, "consumer"));
    }

    /**
     * The kind of place.
     *
     * @return what was chosen
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The file that it goes to.
     *
     * @return an absolute path; empty if it goes to no file
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Who is given the lines.
     *
     * @return empty if nobody is
     */
    public Optional<Consumer<? super Line>> consumer() {
        return Optional.ofNullable(consumer);
    }

    /** Two are equal if they are of one kind, with an equal file or consumer. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ChildOutput that
                && kind == that.kind
                && Objects.equals(file, that.file)
                && Objects.equals(consumer, that.consumer);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, file, consumer);
    }

    @Override
    public String toString() {
        return "ChildOutput["
                + switch (kind) {
                    case INHERIT -> "inherit";
                    case DISCARD -> "discard";
                    case FILE -> "to " + file;
                    case APPEND -> "append to " + file;
                    case LINES -> "lines";
                }
                + "]";
    }
}
