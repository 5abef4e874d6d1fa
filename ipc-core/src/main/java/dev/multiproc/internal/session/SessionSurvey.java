package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectSurvey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an unused durable session holds. All of it is examined before any of it is changed, so a session that is refused as
 * damaged stays unchanged.
 */
final class SessionSurvey {
    private final boolean isNewBoot;
    private final Map<String, ObjectSurvey> objects = new LinkedHashMap<>();

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
        survey.objects.values().forEach(ObjectSurvey::check);
        return survey;
    }

    /** Like {@link #of}, but accepts damaged objects. */
    static SessionSurvey lenient(SessionDirectory directory, MappedRegion control) {
        ControlFile.checkObjects(control, directory.control());
        ObjectTable table = new ObjectTable(control);
        Map<Integer, ObjectKind> kinds = new LinkedHashMap<>();
        for (int index = 0; index < ControlDescriptor.OBJECT_COUNT; index++) {
            if (table.state(index) == ObjectTable.LIVE) {
                kinds.put(index, kind(directory, table, index));
            }
        }
        SessionSurvey survey = new SessionSurvey(ControlFile.isNewBoot(control));
        for (Map.Entry<Integer, ObjectKind> entry : kinds.entrySet()) {
            String name = table.name(entry.getKey());
            int words = ObjectTable.words(entry.getKey());
            ObjectSurvey found = entry.getValue().survey(name, control, words, directory, survey.isNewBoot);
            if (found != null) {
                survey.objects.put(name, found);
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

    boolean isNewBoot() {
        return isNewBoot;
    }

    /** Of the objects whose kinds examine anything. */
    Map<String, ObjectSurvey> objectsByName() {
        return objects;
    }

    Collection<ObjectSurvey> objects() {
        return objects.values();
    }
}
