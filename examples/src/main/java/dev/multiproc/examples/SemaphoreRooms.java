package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.sync.SharedSemaphore;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Twenty guests, and five rooms: a semaphore of five lets in five at a time, and the next one when somebody leaves. */
public final class SemaphoreRooms {
    private static final int GUESTS = 20;
    private static final int ROOMS = 5;

    private SemaphoreRooms() {}

    /** Also counts how many guests are inside, and the highest such number, to check the semaphore. */
    private record House(SharedSemaphore rooms, SharedInteger inside, SharedInteger most) implements Serializable {
        void enter() throws InterruptedException {
            rooms.acquire();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        }

        void leave() {
            inside.decrementAndGet();
            rooms.release();
        }
    }

    static void visit(Stage stage, StartLine start, House house, String name) throws InterruptedException {
        start.await();
        house.enter();
        try {
            stage.say(name + " 占到一间小屋", name + " has a room");
            stage.work();
            stage.say(name + " 离开", name + " leaves");
        } finally {
            house.leave();
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            StartLine start = StartLine.in(mp);
            House house = new House(mp.boundedSemaphore(ROOMS), mp.sharedInteger(0), mp.sharedInteger(0));
            List<ChildProcess> guests = new ArrayList<>();
            for (int i = 1; i <= GUESTS; i++) {
                String name = "user" + i;
                guests.add(
                        mp.process(name, () -> visit(stage, start, house, name)).start());
            }
            start.open(GUESTS);
            boolean isWell = Stage.joinAll(guests);
            int most = house.most().get();
            stage.say("同时最多 " + most + " 人在里面", "never more than " + most + " inside");
            return isWell && most <= ROOMS;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
