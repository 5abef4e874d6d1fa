package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectWords;
import dev.multiproc.internal.queue.QueueKind;
import dev.multiproc.internal.queue.QueueSurvey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an unused durable session holds. All of it is examined before any of it is changed, so a session that is refused as
 * damaged stays unchanged.
 */
final class SessionSurvey {
    private final boolean isNewBoot;
    private final Map<String, QueueSurvey> queues = new LinkedHashMap<>();

    private SessionSurvey(boolean isNewBoot) {
        this.isNewBoot = isNewBoot;
    }

    /**
     * Examines a session.
     *
     * @throws MultiprocessingException if it is damaged
     */
    static SessionSurvey of(SessionDirectory directory, MappedRegion control) {
        SessionSurvey survey = lenient(directory, control);
        survey.queues.values().forEach(QueueSurvey::check);
        return survey;
    }

    /** Like {@link #of}, but accepts damaged queues. */
    static SessionSurvey lenient(SessionDirectory directory, MappedRegion control) {
        ControlFile.checkObjects(control, directory.control());
        ObjectTable table = new ObjectTable(control);
        List<Integer> queueIndexes = new ArrayList<>();
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            if (table.state(index) == ObjectTable.LIVE) {
                if (kind(directory, table, index) instanceof QueueKind) {
                    queueIndexes.add(index);
                }
            }
        }
        SessionSurvey survey = new SessionSurvey(ControlFile.isNewBoot(control));
        ObjectWords words = new ObjectWords(control, directory.objects());
        int lost = words.findLost();
        if (lost >= 0 && !survey.isNewBoot) {
            throw ControlFile.damage(directory.control(), words.describeLost(lost));
        }
        for (int index : queueIndexes) {
            if (!words.isLost(index)) {
                survey.addQueue(directory, table, index, words.of(index));
            }
        }
        return survey;
    }

    private static ObjectKind kind(SessionDirectory directory, ObjectTable table, int index) {
        int code = table.kind(index);
        return ObjectKinds.find(code)
                .orElseThrow(() -> ControlFile.damage(
                        directory.control(), "no such kind of object, name=" + table.name(index) + ", kind=" + code));
    }

    private void addQueue(SessionDirectory directory, ObjectTable table, int index, MappedRegion words) {
        String name = table.name(index);
        Path log = directory.queue(ObjectPlace.fileName(name, table.era(index)));
        try {
            queues.put(name, new QueueSurvey(name, words, 0, log, isNewBoot));
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the log of a queue", log, e);
        }
    }

    boolean isNewBoot() {
        return isNewBoot;
    }

    Map<String, QueueSurvey> queuesByName() {
        return queues;
    }

    Collection<QueueSurvey> queues() {
        return queues.values();
    }
}
