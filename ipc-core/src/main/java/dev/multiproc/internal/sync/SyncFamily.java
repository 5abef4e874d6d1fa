package dev.multiproc.internal.sync;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.object.ObjectFamily;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The kinds of synchronizers, in one session. */
public final class SyncFamily implements ObjectFamily {
    private final SessionContext context;

    public SyncFamily(SessionContext context) {
        this.context = context;
    }

    public static List<ObjectKind> kinds() {
        return List.of(SyncKind.values());
    }

    @Override
    public ObjectKind kind(int code) {
        return SyncKind.of(code);
    }

    @Override
    public SharedObject attach(ObjectPlace place) {
        return ((SyncKind) place.kind()).attach(context, place);
    }

    @Override
    public void deleteFiles(ObjectKind kind, String fileName) {
        if (kind == SyncKind.BARRIER) {
            try {
                Files.deleteIfExists(context.files().file(fileName));
            } catch (IOException e) {
                throw new MultiprocessingException(
                        "cannot delete a barrier's action, path="
                                + context.files().file(fileName),
                        e);
            }
        }
    }
}
