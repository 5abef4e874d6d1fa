package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.queue.QueueSurvey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a durable session holds that nobody uses: looked at as a whole before anything of it is changed, so that one that is
 * refused is the same the next time.
 */
final class SessionSurvey {
    private final boolean isNewBoot;
    private final Map<String, QueueSurvey> queues = new LinkedHashMap<>();

    private SessionSurvey(boolean isNewBoot) {
        this.isNewBoot = isNewBoot;
    }

    /**
     * Looks at a session.
     *
     * @throws MultiprocessingException if it is damaged
     */
    static SessionSurvey of(SessionDirectory directory, MappedRegion control) {
        SessionSurvey survey = lenient(directory, control);
        survey.queues.values().forEach(QueueSurvey::check);
        return survey;
    }

    /** The same where queues may be damaged. */
    static SessionSurvey lenient(SessionDirectory directory, MappedRegion control) {
        ControlFile.checkObjects(control, directory.control());
        ObjectTable table = new ObjectTable(control);
        List<Integer> queueIndexes = new ArrayList<>();
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            if (table.state(index) == ObjectTable.LIVE) {
                checkKind(directory, table, index);
                if (SharedObjects.isQueue(table.kind(index))) {
                    queueIndexes.add(index);
                }
            }
        }
        SessionSurvey survey = new SessionSurvey(ControlFile.isNewBoot(control));
        for (int index : queueIndexes) {
            survey.lookAtQueue(directory, control, table.name(index), ObjectTable.words(index));
        }
        return survey;
    }

    private static void checkKind(SessionDirectory directory, ObjectTable table, int index) {
        if (!SharedObjects.isKnown(table.kind(index))) {
            throw ControlFile.damage(
                    directory.control(),
                    "no such kind of object, name=" + table.name(index) + ", kind=" + table.kind(index));
        }
    }

    private void lookAtQueue(SessionDirectory directory, MappedRegion control, String name, int words) {
        try {
            queues.put(name, new QueueSurvey(name, control, words, directory.queue(name), isNewBoot));
        } catch (IOException e) {
            throw new MultiprocessingException("cannot read the log of a queue, path=" + directory.queue(name), e);
        }
    }

    boolean isNewBoot() {
        return isNewBoot;
    }

    /** What is known of a queue of the session. */
    QueueSurvey queue(String name) {
        return queues.get(name);
    }

    Collection<QueueSurvey> queues() {
        return queues.values();
    }
}
