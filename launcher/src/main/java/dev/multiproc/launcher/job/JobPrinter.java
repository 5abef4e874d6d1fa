package dev.multiproc.launcher.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints what jobs write, without mixing their lines: that of each job when it has ended, first its standard output and then its
 * standard error; on request in the order of the jobs' numbers, or each line at once.
 *
 * <p><b>Threads</b>: safe for use by many.
 */
public final class JobPrinter {
    private final OutputStream out;
    private final OutputStream err;
    private final Options options;
    private final AtomicLong collected = new AtomicLong();
    private final Map<Long, Ended> waiting = new TreeMap<>();
    private long nextSequence = 1;
    private IOException failure;

    /**
     * How to print.
     *
     * @param keepsOrder whether the output of the jobs is in the order of their numbers; this rules out {@code isByLine}
     * @param isByLine whether each line is printed as soon as it is whole
     * @param hasTags whether each line begins with the job's item
     */
    public record Options(boolean keepsOrder, boolean isByLine, boolean hasTags) {}

    /** Called when the output of a job was printed, or could not be. */
    @FunctionalInterface
    public interface Printed {
        /**
         * What to do then.
         *
         * @param isPrinted false if it could not be written
         */
        void then(boolean isPrinted);
    }

    private record Ended(Output output, Printed printed) {}

    /**
     * Prints to two streams.
     *
     * @param out for the jobs' standard output, not buffered
     * @param err for the jobs' standard error, not buffered
     */
    public JobPrinter(OutputStream out, OutputStream err, Options options) {
        this.out = out;
        this.err = err;
        this.options = options;
    }

    /** The output of a job that begins. */
    public Output open(Job job) {
        return options.isByLine() && !options.keepsOrder() ? new LineOutput(job) : new GroupOutput(job);
    }

    /**
     * Prints what is left of the output of a job that has ended; with {@code keepsOrder}, when all jobs before it have ended.
     *
     * @param printed called when it was printed, by the thread that does it
     */
    public synchronized void end(Output output, Printed printed) {
        if (!options.keepsOrder()) {
            print(new Ended(output, printed));
            return;
        }
        waiting.put(output.job.sequence(), new Ended(output, printed));
        for (Ended next = waiting.remove(nextSequence); next != null; next = waiting.remove(nextSequence)) {
            nextSequence++;
            print(next);
            notifyAll();
        }
    }

    /**
     * Waits until the output of few enough jobs waits for that of an earlier one.
     *
     * @param sequence the number of the next job
     * @param ahead by how much it may be ahead of the job whose output is the next to be printed
     */
    public synchronized void awaitTurn(long sequence, int ahead) throws InterruptedException {
        while (options.keepsOrder() && sequence - nextSequence >= ahead) {
            wait();
        }
    }

    private void print(Ended ended) {
        boolean isPrinted = false;
        try (Output output = ended.output()) {
            if (failure == null) {
                output.printRest();
                isPrinted = failure == null;
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            ended.printed().then(isPrinted);
        }
    }

    /** Why output could not be printed, the first time; null if all could. */
    public synchronized IOException failure() {
        return failure;
    }

    private synchronized void fail(IOException e) {
        if (failure == null) {
            failure = e;
        }
    }

    private OutputStream tagged(OutputStream stream, Job job) {
        if (!options.hasTags()) {
            return stream;
        }
        String tag = ShellText.of(job.item()).replace("\n", "\\n").replace("\t", "\\t") + "\t";
        return new LineTags(stream, ShellText.bytes(tag));
    }

    /** The output of one job. */
    public abstract static class Output implements JobOutput, AutoCloseable {
        private final Job job;

        Output(Job job) {
            this.job = job;
        }

        abstract void printRest() throws IOException;

        @Override
        public abstract void close() throws IOException;
    }

    private final class GroupOutput extends Output {
        private final CollectedBytes outBytes = new CollectedBytes(collected);
        private final CollectedBytes errBytes = new CollectedBytes(collected);
        private final Job ofJob;

        GroupOutput(Job job) {
            super(job);
            ofJob = job;
        }

        @Override
        public void out(byte[] bytes, int offset, int length) {
            add(outBytes, bytes, offset, length);
        }

        @Override
        public void err(byte[] bytes, int offset, int length) {
            add(errBytes, bytes, offset, length);
        }

        private void add(CollectedBytes stream, byte[] bytes, int offset, int length) {
            try {
                stream.add(bytes, offset, length);
            } catch (IOException e) {
                fail(new IOException("cannot keep the output of a job in a temporary file: " + e.getMessage(), e));
            }
        }

        @Override
        void printRest() throws IOException {
            print(outBytes, out);
            print(errBytes, err);
        }

        private void print(CollectedBytes bytes, OutputStream stream) throws IOException {
            BufferedOutputStream buffered = new BufferedOutputStream(stream);
            bytes.writeTo(tagged(buffered, ofJob));
            buffered.flush();
        }

        @Override
        public void close() throws IOException {
            outBytes.close();
            errBytes.close();
        }
    }

    private final class LineOutput extends Output {
        private final WholeLines outLines;
        private final WholeLines errLines;

        LineOutput(Job job) {
            super(job);
            outLines = new WholeLines(tagged(out, job));
            errLines = new WholeLines(tagged(err, job));
        }

        @Override
        public void out(byte[] bytes, int offset, int length) {
            add(outLines, bytes, offset, length);
        }

        @Override
        public void err(byte[] bytes, int offset, int length) {
            add(errLines, bytes, offset, length);
        }

        private void add(WholeLines lines, byte[] bytes, int offset, int length) {
            synchronized (JobPrinter.this) {
                try {
                    lines.add(bytes, offset, length);
                } catch (IOException e) {
                    fail(e);
                }
            }
        }

        @Override
        void printRest() throws IOException {
            outLines.flush();
            errLines.flush();
        }

        @Override
        public void close() {
            // Nothing is kept outside of memory.
        }
    }
}
