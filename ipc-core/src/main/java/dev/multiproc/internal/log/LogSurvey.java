package dev.multiproc.internal.log;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the files of a log contain that nobody uses: finds its pages without the counters and links that lead to them.
 * Changes nothing.
 */
public final class LogSurvey {
    private final Path directory;
    private final Known known;
    private final Visitor visitor;
    private final List<Long> pages = new ArrayList<>();
    private final List<Integer> retired = new ArrayList<>();
    private int begun;
    private int unusable;
    private int sealed;
    private String damage;

    /**
     * The counters in the control file, which may be damaged.
     *
     * @param oldest the oldest file that is not retired
     * @param firstPage the location of the log's very first page
     * @param low the number of an item before which all are done
     */
    public record Known(int oldest, long firstPage, long low) {
        /** Reads the counters from the control file. */
        public static Known of(MappedRegion control, int base, long low) {
            LogCounters counters = new LogCounters(control, base);
            return new Known(counters.oldest(), counters.firstPage(), low);
        }
    }

    /** Checks pages, in order. */
    public interface Visitor {
        /** Returns what is wrong with a page or its content; null if nothing is. */
        String at(MappedRegion region, long page);
    }

    private LogSurvey(Path directory, Known known, Visitor visitor) {
        this.directory = directory;
        this.known = known;
        this.visitor = visitor;
    }

    /** Surveys the log in a directory, up to the first damaged page. */
    public static LogSurvey of(Path directory, Known known, Visitor visitor) throws IOException {
        LogSurvey survey = new LogSurvey(directory, known, visitor);
        survey.run();
        return survey;
    }

    private void run() throws IOException {
        List<Integer> cycles = LogDirectory.cycles(directory);
        int oldest = oldest(cycles);
        for (int i = 0; i < cycles.size() && damage == null; i++) {
            int cycle = cycles.get(i);
            if (cycle < oldest) {
                retired.add(cycle);
            } else if (!pages.isEmpty() && lastCycle() != cycle - 1) {
                damage = "there is no usable file before " + file(cycle);
            } else {
                look(cycle, i == cycles.size() - 1);
            }
        }
    }

    /** The file to begin with. Earlier ones are retired, if the counters agree with the content of the oldest file. */
    private int oldest(List<Integer> cycles) throws IOException {
        if (!cycles.contains(known.oldest())) {
            return 0;
        }
        MappedRegion region = MappedRegion.map(file(known.oldest()));
        try {
            int page = LogScan.first(region);
            long first = page < 0 ? -1 : PageLog.first(region, page);
            return first >= 0 && first <= known.low() ? known.oldest() : 0;
        } finally {
            region.unmap();
        }
    }

    private void look(int cycle, boolean isLast) throws IOException {
        MappedRegion region = MappedRegion.map(file(cycle));
        try {
            List<Integer> offsets = LogScan.pages(region);
            for (int i = 0; i < offsets.size() && damage == null; i++) {
                long page = PageDescriptor.location(cycle, offsets.get(i));
                damage = isOfAnother(region, offsets.get(i))
                        ? "this is a file of another queue, " + file(cycle)
                        : visitor.at(region, page);
                if (damage == null) {
                    pages.add(page);
                }
            }
            if (offsets.isEmpty()) {
                lookAtNone(region, cycle, isLast);
            } else if (isLast && LogScan.hasMoreBehind(region, offsets.get(offsets.size() - 1))) {
                sealed = cycle;
            }
        } finally {
            region.unmap();
        }
    }

    private boolean isOfAnother(MappedRegion region, int page) {
        long owner = region.getLong(page + PageDescriptor.OWNER_OFFSET);
        return owner != 0 && owner != PageDescriptor.owner(directory);
    }

    /** A file without a page. The last file may be a new one, or one that was about to be reused. */
    private void lookAtNone(MappedRegion region, int cycle, boolean isLast) {
        if (!isLast) {
            damage = "there is no usable page in " + file(cycle);
        } else if (LogScan.isUsed(region)) {
            unusable = cycle;
        } else {
            begun = cycle;
        }
    }

    private int lastCycle() {
        return PageDescriptor.cycle(pages.get(pages.size() - 1));
    }

    private Path file(int cycle) {
        return LogDirectory.file(directory, cycle);
    }

    /** The locations of the pages, up to the first that is damaged. */
    public List<Long> pages() {
        return pages;
    }

    /** The files whose items are all done. */
    List<Integer> retired() {
        return retired;
    }

    /** The last file, if nothing was written to it yet; otherwise 0. */
    int begun() {
        return begun;
    }

    /** The last file, if something was written to it but its first page cannot be found; otherwise 0. */
    int unusable() {
        return unusable;
    }

    /** Whether there is a file that was written to but whose first page cannot be found. */
    public boolean hasUnusable() {
        return unusable != 0;
    }

    /** The last file, if its last page is followed by something that is not a page; otherwise 0. */
    int sealed() {
        return sealed;
    }

    /** What is damaged; null if the files alone show no damage. */
    public String damage() {
        return unusable != 0 && damage == null ? "no page is found in its last file, " + file(unusable) : damage;
    }

    /**
     * Whether items are missing: the counters name items that are not done, in a file before all existing ones.
     *
     * @param lowPage the page of the first item that is not done
     * @param first the number of the first existing item
     */
    public boolean lacksBegin(long lowPage, long first) {
        long page = Math.max(Math.max(lowPage, known.firstPage()), PageDescriptor.location(known.oldest(), 0));
        return page != 0
                && !pages.isEmpty()
                && PageDescriptor.cycle(page) < PageDescriptor.cycle(pages.get(0))
                && known.low() < first;
    }

    /** The exception for a damaged log. */
    public static MultiprocessingException damaged(Path directory, String what) {
        return new MultiprocessingException("the log of a queue is damaged: " + what + ", path=" + directory
                + "; put a copy of that directory in its place, or see what can be saved with 'multiproc clean --damaged "
                + directory.getParent().getParent() + "'");
    }
}
