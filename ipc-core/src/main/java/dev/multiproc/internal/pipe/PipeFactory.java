package dev.multiproc.internal.pipe;

import dev.multiproc.internal.memory.MemoryFiles;
import dev.multiproc.internal.object.Naming;
import dev.multiproc.internal.object.ObjectRegistry;
import dev.multiproc.internal.object.ObjectRequest;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.pipe.Pipes;

/** Makes the pipes of a session. */
public final class PipeFactory implements Pipes {
    private final PipeFamily family;
    private final Naming naming;

    public PipeFactory(PipeFamily family, OpenMode mode) {
        this.family = family;
        this.naming = new Naming(family.context().objects(), mode);
    }

    @Override
    public Pipe pipe(boolean isDuplex) {
        ObjectRequest request = naming.fresh("pipe");
        ObjectRegistry objects = family.context().objects();
        family.context().checkOpen();
        int length = MappedPipe.fileLength(!isDuplex);
        try (MemoryFiles.NewFile file = family.files().create(length, region -> {})) {
            file.write();
            MappedPipe pipe = (MappedPipe) objects.open(PipeKind.PIPE, request, place -> {
                MappedPipe.initialize(
                        place.region(), !isDuplex, family.context().slot());
                file.publish(place.fileName());
            });
            pipe.arrive(PipeKind.PIPE);
            return pipe;
        }
    }
}
