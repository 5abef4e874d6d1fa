package dev.multiproc.internal.queue;

import dev.multiproc.internal.engine.EngineQueue;

/**
 * A queue over a log. One object per queue and process.
 *
 * @param <E> the type of the items
 */
final class LogQueue<E> extends EngineQueue<E, Claim> implements LogObject {
    private static final long serialVersionUID = 1L;

    private final transient LogEngine<E> log;

    LogQueue(LogEngine<E> log) {
        super(log);
        this.log = log;
        log.setOwner(this);
    }

    @Override
    public LogEngine<E> log() {
        return log;
    }

    @Override
    protected Object writeReplace() {
        return log.handle();
    }
}
