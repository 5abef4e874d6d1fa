package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.SetAside;
import dev.multiproc.internal.log.LogCut;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Saves what is readable of a damaged queue that no process uses: the items before the damage stay in place, everything
 * else is set aside.
 */
public final class QueueSalvage {
    private final String name;
    private final MappedRegion control;
    private final int base;
    private final Path directory;
    private final SetAside aside;
    private final List<Path> moved = new ArrayList<>();

    /**
     * For a queue whose options are intact.
     *
     * @param base where its counters start in the control file
     */
    public QueueSalvage(String name, MappedRegion control, int base, Path directory, SetAside aside) {
        this.name = name;
        this.control = control;
        this.base = base;
        this.directory = directory;
        this.aside = aside;
    }

    /** Does the work. Returns the survey of what is left, which is not damaged. */
    public QueueSurvey run() throws IOException {
        LogCut cut = new LogCut(directory, aside);
        QueueSurvey survey = survey();
        while (survey.damage() != null) {
            if (!survey.isLogSound()) {
                cut(survey, cut);
            }
            moved.addAll(cut.moved());
            cut = new LogCut(directory, aside);
            survey = survey();
            if (survey.isLogSound()) {
                moveLargeItems(survey.tail());
                survey.believeLog();
                survey = survey();
            }
        }
        return survey;
    }

    /** Surveys the queue as if no data could have been lost in a machine crash, so that all losses are reported. */
    private QueueSurvey survey() throws IOException {
        return new QueueSurvey(name, control, base, directory, false);
    }

    private static void cut(QueueSurvey survey, LogCut cut) throws IOException {
        if (survey.tailPage() == 0) {
            cut.cutFirstFile();
        } else {
            cut.cutBehind(survey.tailPage(), region -> endPage(region, survey));
        }
    }

    /** Ends the page at the first damaged record. */
    private static void endPage(MappedRegion region, QueueSurvey survey) {
        int page = PageDescriptor.offset(survey.tailPage());
        int end = page + PageLog.length(region, page);
        int offset = survey.tailOffset();
        if (end - offset >= RecordDescriptor.HEAD_LENGTH && region.getLong(offset) != 0) {
            region.setLong(offset, RecordDescriptor.end(survey.tail()));
        }
    }

    /** Sets aside files of large items that are no longer in the log: a new item may get the same number. */
    private void moveLargeItems(long tail) throws IOException {
        Path large = directory.resolve("large");
        if (!Files.isDirectory(large)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(large)) {
            for (Path file : files) {
                String number = file.getFileName().toString();
                if (number.matches("[0-9]{1,18}") && Long.parseLong(number) >= tail) {
                    moved.add(aside.move(file));
                }
            }
        }
    }

    /** The files that were set aside, at their new place. */
    public List<Path> moved() {
        return moved;
    }
}
