package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.sync.SharedBarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;

/** Three friends meet at a barrier after different times on the way: nobody goes on before all have arrived. */
public final class BarrierMeeting {
    private static final List<String> FRIENDS = List.of("egon", "alex", "wupeiqi");

    private BarrierMeeting() {}

    static void walk(Stage stage, SharedBarrier meeting, String name, int seconds)
            throws InterruptedException, BrokenBarrierException {
        stage.pause(seconds);
        stage.say(name + " 到了", name + " has come");
        meeting.await();
        stage.say(name + " 出发", name + " goes on");
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedBarrier meeting = mp.barrier(FRIENDS.size(), () -> stage.say("人到齐了", "all are here"));
            List<ChildProcess> children = new ArrayList<>();
            for (String name : FRIENDS) {
                int seconds = children.size() + 1;
                children.add(mp.process(name, () -> walk(stage, meeting, name, seconds))
                        .start());
            }
            return Stage.joinAll(children);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
