package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.control.SetAside;
import dev.multiproc.internal.object.ObjectSurvey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
            ControlFile.attachReadable(directory.control());
        }
        MappedRegion control;
        SessionSurvey survey;
        try {
            control = ControlFile.attachReadable(directory.control());
            survey = SessionSurvey.lenient(directory, control);
        } catch (MultiprocessingException e) {
            setAllAside(e.getMessage());
            return report;
        }
        for (Map.Entry<String, ObjectSurvey> object : survey.objectsByName().entrySet()) {
            if (object.getValue().isDamaged()) {
                report.addAll(object.getValue().salvage(aside, () -> remove(control, object.getKey())));
            }
        }
        return report;
    }

    private static void remove(MappedRegion control, String name) {
        ObjectTable table = new ObjectTable(control);
        int index = table.find(name);
        table.beginDeletion(index);
        table.countDeletion();
        table.endDeletion(index);
    }

    private void setAllAside(String reason) throws IOException {
        report.add("damaged: " + reason);
        report.add("kept: nothing");
        for (Path path : directory.contents()) {
            if (Files.exists(path)) {
                report.add("set aside: " + aside.move(path));
            }
        }
    }
}
