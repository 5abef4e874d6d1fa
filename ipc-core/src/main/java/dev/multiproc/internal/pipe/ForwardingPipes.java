package dev.multiproc.internal.pipe;

import dev.multiproc.pipe.Pipe;
import dev.multiproc.pipe.Pipes;

/** Has another make pipes. */
public interface ForwardingPipes extends Pipes {
    Pipes pipes();

    @Override
    default Pipe pipe(boolean isDuplex) {
        return pipes().pipe(isDuplex);
    }
}
