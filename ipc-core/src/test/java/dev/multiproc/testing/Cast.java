package dev.multiproc.testing;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.session.Rescues;
import java.util.ArrayList;
import java.util.List;

/** A session and the actors of a contract's tests: all threads of this process, or some of them threads of children. */
public final class Cast implements AutoCloseable {
    private final Multiprocessing session;
    private final List<Stage> stages = new ArrayList<>();
    private int hired;

    private Cast(Multiprocessing session) {
        this.session = session;
        stages.add(new Stage.Local());
    }

    /** All in this process. */
    public static Cast ofThreads() {
        return new Cast(Multiprocessing.open());
    }

    /** In this process and two children, in turn. */
    public static Cast ofProcesses() {
        Cast cast = new Cast(Multiprocessing.open());
        cast.stages.add(new Stage.Child(cast.session));
        cast.stages.add(new Stage.Child(cast.session));
        return cast;
    }

    public Multiprocessing session() {
        return session;
    }

    /** A new actor, on the next stage. */
    public Actor hire() throws InterruptedException {
        int number = hired++;
        Stage stage = stages.get(number % stages.size());
        stage.hire(number);
        return new Actor(stage, number);
    }

    /** How many waits only the safety net has ended, in all processes. */
    public long rescues() throws InterruptedException {
        long count = Rescues.in(session);
        for (int i = 1; i < stages.size(); i++) {
            int number = hired++;
            stages.get(i).hire(number);
            count += new Actor(stages.get(i), number).get(() -> Rescues.in(Multiprocessing.current()));
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
