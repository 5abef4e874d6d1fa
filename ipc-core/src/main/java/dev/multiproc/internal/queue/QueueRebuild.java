package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.log.LogFile;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import java.io.IOException;

/** Rewrites a queue's counters from a survey of its log, after all processes that used it have ended. */
final class QueueRebuild {
    private final QueueSurvey survey;
    private final QueueCounters counters;
    private final PageLog pages;

    QueueRebuild(QueueSurvey survey, QueueCounters counters, PageLog pages) {
        this.survey = survey;
        this.counters = counters;
        this.pages = pages;
    }

    void run() {
        try {
            rebuild();
        } catch (IOException e) {
            throw FileTrouble.of("cannot write the log of a queue", pages.directory(), e);
        }
    }

    private void rebuild() throws IOException {
        if (counters.tail() != survey.tail()) {
            Journal.warn(
                    QueueRebuild.class,
                    "the control file knew " + counters.tail() + " items of a queue, and its log has " + survey.tail()
                            + ": taken as the log says, queue=" + survey.name(),
                    null);
        }
        counters.clear();
        pages.rebuild(survey.log());
        if (survey.tailPage() != 0) {
            numberFirstPage();
            counters.setTailPage(survey.tailPage(), survey.tailOffset());
            counters.setTail(survey.tail(), survey.tailOffset());
            counters.raiseHeadPage(survey.headPage());
            counters.raiseHead(survey.head());
            counters.raiseLowPage(survey.lowPage());
            counters.raiseLow(survey.low());
            // Which of them are delayed is found out when the claims of the dead processes are settled.
            counters.setReturned((int) survey.returned(), 0);
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
