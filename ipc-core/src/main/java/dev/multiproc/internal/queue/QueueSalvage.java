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
final class QueueSalvage {
    private final String name;
    private final MappedRegion control;
    private final int base;
    private final Path directory;
    private final SetAside aside;
    private final List<Path> moved = new ArrayList<>();

    /** @param base where the queue's counters start in the control file */
    QueueSalvage(String name, MappedRegion control, int base, Path directory, SetAside aside) {
        this.name = name;
        this.control = control;
        this.base = base;
        this.directory = directory;
        this.aside = aside;
    }

    /** Does the work. Returns a report, one line for each step. */
    List<String> run(QueueSurvey damaged, Runnable removal) throws IOException {
        List<String> report = new ArrayList<>();
        report.add("damaged: " + damaged.damage() + ", queue=" + name);
        if (damaged.hasOptions()) {
            QueueSurvey left = cutToWhatIsReadable();
            report.add("kept: " + left.unfinished() + " items that are not done, of " + left.tail()
                    + " that were put, queue=" + name);
        } else {
            removal.run();
            report.add("kept: nothing, queue=" + name);
            if (Files.exists(directory)) {
                moved.add(aside.move(directory));
            }
        }
        for (Path path : moved) {
            report.add("set aside: " + path);
        }
        return report;
    }

    /** Returns the survey of what is left, which is not damaged. */
    private QueueSurvey cutToWhatIsReadable() throws IOException {
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
}
