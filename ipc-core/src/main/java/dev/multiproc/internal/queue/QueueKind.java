package dev.multiproc.internal.queue;

import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectSurvey;
import dev.multiproc.internal.object.SeenItems;
import dev.multiproc.internal.object.SessionFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The kinds of queues in the object table: 1 to 9. */
enum QueueKind implements ObjectKind {
    PLAIN(1, "SharedQueue"),
    JOINABLE(2, "JoinableQueue");

    private final int code;
    private final String title;

    QueueKind(int code, String title) {
        this.code = code;
        this.title = title;
    }

    /** The kind of that code; null if it is none of this package. */
    static QueueKind of(int code) {
        for (QueueKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<String> partsOf(String name) {
        return List.of(name + DeadLetterMover.SUFFIX);
    }

    @Override
    public boolean readHistory(
            List<Path> directories,
            IntFunction<Optional<InspectedProcess>> processes,
            Consumer<? super HistoryEntry> visitor)
            throws IOException {
        Optional<Path> deadLetters = directories.stream().skip(1).findFirst();
        new QueueHistory(processes).read(directories.get(0), deadLetters, visitor);
        return true;
    }

    @Override
    public Inspected inspect(MappedRegion control, int base) {
        return QueueInspection.inspect(this, control, base);
    }

    @Override
    public Optional<SeenItems> items(MappedRegion control, int base, SessionFiles files, ItemsOf at)
            throws IOException {
        return LogLook.at(control, base, files.queue(at.fileName()), at.takenFrom());
    }

    @Override
    public ObjectSurvey survey(
            String name, MappedRegion words, SessionFiles files, String fileName, boolean isNewBoot) {
        return QueueSurvey.of(name, words, files.queue(fileName), isNewBoot);
    }

    @Override
    public String waitPurpose(MappedRegion control, int base, int event) {
        return QueueInspection.purpose(control, base, event);
    }
}
