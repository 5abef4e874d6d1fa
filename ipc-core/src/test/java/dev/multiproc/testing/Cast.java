package dev.multiproc.testing;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.internal.session.Rescues;
import java.util.ArrayList;
import java.util.List;

/** A session and the actors of a contract's tests: all threads of this process, or some of them threads of children. */
public final class Cast implements AutoCloseable {
    private final Multiprocessing session;
    private final List<Stage> stages = new ArrayList<>();
    private int hired;
    private int turn;

    private Cast(Multiprocessing session) {
        this.session = session;
        stages.add(new Stage.Local());
    }

    /** All in this process. */
    public static Cast ofThreads() {
        return ofThreads(Options.defaults());
    }

    /** All in this process, in a session with options. */
    public static Cast ofThreads(Options options) {
        return new Cast(Multiprocessing.open(options));
    }

    /** In this process and two children, in turn. */
    public static Cast ofProcesses() {
        return ofProcesses(Options.defaults());
    }

    /** In this process and two children, in turn, in a session with options. */
    public static Cast ofProcesses(Options options) {
        return ofProcesses(Multiprocessing.open(options));
    }

    /** All in this process, in a session that is closed with this. */
    public static Cast ofThreads(Multiprocessing session) {
        return new Cast(session);
    }

    /** In this process and two children, in turn, in a session that is closed with this. */
    public static Cast ofProcesses(Multiprocessing session) {
        Cast cast = new Cast(session);
        cast.stages.add(new Stage.Child(cast.session));
        cast.stages.add(new Stage.Child(cast.session));
        return cast;
    }

    public Multiprocessing session() {
        return session;
    }

    /** A new actor, on the next stage. */
    public Actor hire() throws InterruptedException {
        return hire(stages.get(turn++ % stages.size()));
    }

    private Actor hire(Stage stage) throws InterruptedException {
        int number = hired++;
        stage.hire(number);
        return new Actor(stage, number);
    }

    /** A new actor of the process that another is of. */
    public Actor hireBeside(Actor other) throws InterruptedException {
        return hire(other.stage());
    }

    /** A new actor in a child of its own, which may be killed. */
    public Actor hireToBeKilled() throws InterruptedException {
        return hire(new Stage.Child(session));
    }

    /** How many waits only the safety net has ended, in all processes. */
    public long rescues() throws InterruptedException {
        long count = Rescues.in(session);
        for (int i = 1; i < stages.size(); i++) {
            count += hire(stages.get(i)).get(() -> Rescues.in(Multiprocessing.current()));
        }
        return count;
    }

    @Override
    public void close() {
        stages.forEach(Stage::dismissAll);
        session.activeChildren().forEach(ChildProcess::kill);
        session.close();
    }
}
