package dev.multiproc.internal.queue;

import dev.multiproc.internal.engine.JoinableEngineQueue;

/**
 * A joinable queue over a log. One object per queue and process.
 *
 * @param <E> the type of the items
 */
final class JoinableLogQueue<E> extends JoinableEngineQueue<E, Claim> implements LogObject {
    private static final long serialVersionUID = 1L;

    private final transient LogEngine<E> log;

    JoinableLogQueue(LogEngine<E> log) {
        super(log);
        this.log = log;
        log.setOwner(this);
    }

    @Override
    public LogEngine<E> log() {
        return log;
    }

    @Override
    public void detach() {
        leaveInFlight();
        LogObject.super.detach();
    }

    @Override
    protected Object writeReplace() {
        return log.handle();
    }
}
