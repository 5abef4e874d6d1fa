package dev.multiproc.launcher.run;

import dev.multiproc.codec.Codec;
import java.util.OptionalInt;

/** A producer in this process: the lines of its standard input are items. Thread-safe. */
final class StandardInput implements RunningWorker {
    static final String NAME = "stdin";

    private final Worker worker;
    private final Production production;
    private final Codec codec;
    private final Thread thread = new Thread(this::run, "standard input");

    private volatile WorkerEvents events;
    private volatile long endedMicros;
    private volatile boolean failed;
    private volatile boolean endedByParent;

    StandardInput(Worker worker, Production production, Codec codec) {
        this.worker = worker;
        this.production = production;
        this.codec = codec;
        // It may wait for a line for ever.
        thread.setDaemon(true);
    }

    @Override
    public String name() {
        return worker.name();
    }

    @Override
    public long pid() {
        return events == null ? 0 : ProcessHandle.current().pid();
    }

    @Override
    public void start(WorkerEvents given) {
        events = given;
        given.started(this);
        thread.start();
    }

    private void run() {
        try (WorkerJournal journal = worker.openJournal()) {
            production.run(journal, codec);
        } catch (Exception e) {
            if (!endedByParent) {
                failed = true;
                Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
        end();
    }

    private synchronized void end() {
        if (endedMicros == 0) {
            endedMicros = WorkerJournal.nowMicros();
            events.ended(this);
        }
    }

    @Override
    public boolean isRunning() {
        return events != null && endedMicros == 0;
    }

    @Override
    public long endedMicros() {
        return endedMicros;
    }

    @Override
    public OptionalInt exitCode() {
        return endedMicros == 0 ? OptionalInt.empty() : OptionalInt.of(failed ? 1 : 0);
    }

    @Override
    public int restarts() {
        return 0;
    }

    @Override
    public boolean endedByParent() {
        return endedByParent;
    }

    @Override
    public void terminate() {
        if (isRunning()) {
            endedByParent = true;
            production.stop();
            thread.interrupt();
            end();
        }
    }

    @Override
    public void kill() {
        terminate();
    }
}
