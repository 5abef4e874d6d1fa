package dev.multiproc.internal.queue;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.log.LogFile;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import java.io.IOException;

/** Writes a queue's words anew, as a survey of its log has found it, when all processes that used it are gone. */
final class QueueRebuild {
    private final QueueSurvey survey;
    private final QueueCounters words;
    private final PageLog pages;

    QueueRebuild(QueueSurvey survey, QueueCounters words, PageLog pages) {
        this.survey = survey;
        this.words = words;
        this.pages = pages;
    }

    void run() {
        try {
            rebuild();
        } catch (IOException e) {
            throw new MultiprocessingException("cannot write the log of a queue, path=" + pages.directory(), e);
        }
    }

    private void rebuild() throws IOException {
        if (words.tail() != survey.tail()) {
            Journal.warn(
                    QueueRebuild.class,
                    "the control file knew " + words.tail() + " items of a queue, and its log has " + survey.tail()
                            + ": taken as the log says, queue=" + survey.name(),
                    null);
        }
        words.clear();
        pages.rebuild(survey.log());
        if (survey.tailPage() != 0) {
            numberFirstPage();
            words.setTailPage(survey.tailPage(), survey.tailOffset());
            words.setTail(survey.tail(), survey.tailOffset());
            words.raiseHeadPage(survey.headPage());
            words.raiseHead(survey.head());
            words.raiseLowPage(survey.lowPage());
            words.raiseLow(survey.low());
            words.setReturned(survey.returned());
        }
    }

    private void numberFirstPage() throws IOException {
        if (survey.isFirstUnnumbered()) {
            long first = survey.log().pages().get(0);
            LogFile file = pages.open(PageDescriptor.cycle(first));
            try {
                PageLog.setFirst(file.region(), PageDescriptor.offset(first), 0);
            } finally {
                file.release();
            }
        }
    }
}
