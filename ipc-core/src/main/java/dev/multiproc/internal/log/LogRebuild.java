package dev.multiproc.internal.log;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.SetAside;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a log's counters and the links between its pages again, from the result of a survey. Nobody else uses the log.
 */
final class LogRebuild {
    private final Path directory;
    private final LogCounters counters;

    LogRebuild(Path directory, LogCounters counters) {
        this.directory = directory;
        this.counters = counters;
    }

    void run(LogSurvey survey) throws IOException {
        int fileLimit = counters.fileLimit();
        counters.clear();
        // Kept, since the existing files were filled up to this limit, even if the session now lies in another file
        // system.
        counters.setFileLimit(fileLimit);
        for (int cycle : survey.retired()) {
            LogDirectory.delete(directory, cycle);
        }
        if (survey.begun() != 0) {
            LogDirectory.delete(directory, survey.begun());
        }
        if (survey.unusable() != 0) {
            Path file = LogDirectory.file(directory, survey.unusable());
            Path aside = new SetAside(directory.getParent().getParent()).move(file);
            Journal.warn(
                    LogRebuild.class,
                    "no page of a log's last file was on the disk before the machine stopped: it is set aside, file="
                            + file + ", now=" + aside,
                    null);
        }
        LogDirectory.deleteTable(directory);
        link(survey.pages());
        if (!survey.pages().isEmpty()) {
            setCounters(survey);
        }
    }

    /** Links the pages, file by file. */
    private void link(List<Long> pages) throws IOException {
        int begin = 0;
        while (begin < pages.size()) {
            int cycle = PageDescriptor.cycle(pages.get(begin));
            MappedRegion region = MappedRegion.map(LogDirectory.file(directory, cycle));
            try {
                while (begin < pages.size() && PageDescriptor.cycle(pages.get(begin)) == cycle) {
                    link(
                            region,
                            PageDescriptor.offset(pages.get(begin)),
                            begin + 1 < pages.size() ? pages.get(begin + 1) : 0);
                    begin++;
                }
            } finally {
                region.unmap();
            }
        }
    }

    /** Does not write a link that is right already: a write would dirty memory that may be on the disk. */
    private static void link(MappedRegion region, int page, long next) {
        if (region.getLong(page + PageDescriptor.NEXT_OFFSET) != next) {
            region.setLongVolatile(page + PageDescriptor.NEXT_OFFSET, next);
        }
    }

    private void setCounters(LogSurvey survey) {
        List<Long> pages = survey.pages();
        long last = pages.get(pages.size() - 1);
        int oldest = PageDescriptor.cycle(pages.get(0));
        counters.raiseOldest(oldest);
        counters.raiseLeft(oldest);
        counters.setFirstPage(pages.get(0));
        counters.setSealed(survey.sealed());
        counters.setCycle(PageDescriptor.cycle(last));
        counters.setLast(last);
    }
}
