package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.control.SetAside;
import dev.multiproc.internal.object.ObjectWords;
import dev.multiproc.internal.queue.QueueSalvage;
import dev.multiproc.internal.queue.QueueSurvey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Moves the damaged parts of an unused durable session aside, so that the session can be opened with the rest. */
final class Salvage {
    private final SessionDirectory directory;
    private final SetAside aside;
    private final List<String> report = new ArrayList<>();

    Salvage(SessionDirectory directory) {
        this.directory = directory;
        this.aside = new SetAside(directory.root());
    }

    /** Gives a report of what was done, one line for each step. */
    List<String> run() throws IOException {
        if (!Files.exists(directory.control())) {
            if (directory.hasContent()) {
                setAllAside("there is no control file");
            }
            return report;
        }
        if (ControlFile.isOtherVersions(directory.control())) {
            // Throws, with a message that names the versions.
            ControlFile.attach(directory.control());
        }
        MappedRegion control;
        SessionSurvey survey;
        try {
            control = ControlFile.attach(directory.control());
            survey = SessionSurvey.lenient(directory, control);
        } catch (MultiprocessingException e) {
            setAllAside(e.getMessage());
            return report;
        }
        for (QueueSurvey queue : survey.queues()) {
            if (queue.damage() != null) {
                save(control, queue);
            }
        }
        return report;
    }

    private void setAllAside(String reason) throws IOException {
        report.add("damaged: " + reason);
        report.add("kept: nothing");
        for (Path path : directory.contents()) {
            if (Files.exists(path)) {
                report(aside.move(path));
            }
        }
    }

    private void save(MappedRegion control, QueueSurvey queue) throws IOException {
        report.add("damaged: " + queue.damage() + ", queue=" + queue.name());
        int index = new ObjectTable(control).find(queue.name());
        if (queue.hasOptions()) {
            QueueSalvage salvage = new QueueSalvage(
                    queue.name(), new ObjectWords(control, directory.objects()).of(index), 0, queue.directory(), aside);
            QueueSurvey left = salvage.run();
            report.add("kept: " + left.unfinished() + " items that are not done, of " + left.tail()
                    + " that were put, queue=" + queue.name());
            salvage.moved().forEach(this::report);
        } else {
            ObjectTable table = new ObjectTable(control);
            table.beginDeletion(index);
            table.countDeletion();
            table.endDeletion(index);
            report.add("kept: nothing, queue=" + queue.name());
            if (Files.exists(queue.directory())) {
                report(aside.move(queue.directory()));
            }
        }
    }

    private void report(Path path) {
        report.add("set aside: " + path);
    }
}
