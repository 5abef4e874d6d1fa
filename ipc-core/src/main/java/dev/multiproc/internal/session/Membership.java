package dev.multiproc.internal.session;

import dev.multiproc.CloseAction;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.OwnPid;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.StartPhase;
import dev.multiproc.internal.park.WaitBoard;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.internal.park.WakeUpChannels;
import java.io.ObjectInputFilter;
import java.util.Optional;

/**
 * A process as a member of a session: its slot, its children, its background work, and how it leaves.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class Membership {
    private final SessionDirectory directory;
    private final ProcessIdentity me;
    private final Options options;
    private final SessionContext context;
    private final Children children;
    private final SessionExit exit;
    private final Upkeep upkeep;
    private final ProcessTable processes;
    private final Liveness liveness;
    private final StartPhase startPhase;
    private final Optional<ProcessInfo> parent;

    /** Who this process is in the session. */
    record ProcessIdentity(int slot, String name, String identity, boolean daemon) {}

    /** Joins a session whose slot this process has taken. */
    Membership(
            SessionDirectory directory, MappedRegion control, Liveness liveness, ProcessIdentity me, Options options) {
        this.directory = directory;
        this.liveness = liveness;
        this.me = me;
        this.options = options;
        processes = new ProcessTable(control);
        upkeep = new Upkeep(directory, liveness, processes);
        startPhase = new StartPhase(control);
        startPhase.begin();
        context = new SessionContext(
                ControlFile.sessionId(control),
                me.slot(),
                control,
                waits(control),
                codec(options),
                directory,
                new SlotInfo.Lookup(processes, liveness, upkeep.exitWatches()),
                upkeep);
        upkeep.setContext(context);
        parent = findParent();
        children = new Children(this, directory, processes, liveness);
        context.endingsBy(children);
        exit = new SessionExit(this, directory, processes, liveness, children);
        liveness.attach(control, context.objects());
    }

    private Waits waits(MappedRegion control) {
        WaitNeeds needs = new WaitNeeds(
                options.waitStrategy(), new WakeUpChannels(control, me.slot()), startPhase, liveness, processes);
        return new Waits(me.slot(), needs, needs, needs, Optional.of(new WaitBoard(processes, me.slot())));
    }

    /** The default codec applies the filter; a codec of the user's own has to do that itself. */
    private static Codec codec(Options options) {
        return options.codec() instanceof DefaultCodec
                        && options.deserializationFilter().isPresent()
                ? new DefaultCodec(ObjectInputFilter.Config.createFilter(
                        options.deserializationFilter().get()))
                : options.codec();
    }

    private Optional<ProcessInfo> findParent() {
        int slot = processes.parent(me.slot());
        return slot == ProcessTable.NO_PARENT ? Optional.empty() : Optional.of(context.process(slot));
    }

    SessionDirectory directory() {
        return directory;
    }

    SessionContext context() {
        return context;
    }

    ProcessIdentity me() {
        return me;
    }

    Options options() {
        return options;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    Children children() {
        return children;
    }

    /** The process that started this one. Read at the start, since the table of processes forgets a parent that has died. */
    Optional<ProcessInfo> parent() {
        return parent;
    }

    ProcessInfo self() {
        return new SlotInfo(processes, liveness, upkeep.exitWatches(), me.slot(), me.name(), OwnPid.get(), me.daemon());
    }

    /** Called before another process is started, so that the start phase covers it from its first moment. */
    void processBegins() {
        startPhase.begin();
        context.waits().processBegins();
    }

    /** Cleans up what dead processes left. Called when a durable session is opened that others use already. */
    void sweepDead() {
        liveness.sweepDead();
    }

    /** In a daemon: ends this process when its parent ends. */
    void watchParent() {
        if (me.daemon()) {
            upkeep.watchParent(exit);
        }
    }

    /** See {@link CloseActions#add}. */
    Runnable onClose(CloseAction action) {
        return exit.onClose(action);
    }

    /** Called when the session is closed. */
    void close() {
        exit.close();
    }

    /** Called when the JVM exits. */
    void exit() {
        exit.exit();
    }
}
