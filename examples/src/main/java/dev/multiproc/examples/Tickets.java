package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedLock;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Five buyers and one ticket, counted in a file. All ask how many are left; then each reads the count again and buys. Without a
 * lock all see one ticket before anyone has taken it, and five are sold. With a lock around the purchase, one is sold.
 */
public final class Tickets {
    private static final int BUYERS = 5;

    private Tickets() {}

    /** The lock is null in the run without a lock. */
    private record Office(String file, SharedQueue<String> sold, SharedLock lock) implements Serializable {
        int count() throws IOException {
            return Integer.parseInt(Files.readString(Path.of(file)).replaceAll("[^0-9]", ""));
        }

        void setCount(int count) throws IOException {
            Files.writeString(Path.of(file), "{\"count\": " + count + "}");
        }
    }

    static void visit(Stage stage, StartLine start, Office office, String name) throws Exception {
        int count = office.count();
        stage.say("<" + name + "> 查看到剩余票数【" + count + "】", "<" + name + "> sees " + count + " left");
        start.await();
        if (office.lock() == null) {
            buy(stage, office, name);
            return;
        }
        office.lock().lock();
        try {
            buy(stage, office, name);
        } finally {
            office.lock().unlock();
        }
    }

    private static void buy(Stage stage, Office office, String name) throws Exception {
        int count = office.count();
        if (count > 0) {
            // Simulates the time that the network takes.
            stage.pause(3);
            office.setCount(count - 1);
            stage.say("<" + name + "> 购票成功", "<" + name + "> has bought one");
            office.sold().put(name);
        }
    }

    /** Without a lock: shows the error, too many tickets sold. */
    public static boolean race(Stage stage) throws Exception {
        return sell(stage, false);
    }

    /** With a lock. */
    public static boolean run(Stage stage) throws Exception {
        return sell(stage, true);
    }

    private static boolean sell(Stage stage, boolean isLocked) throws Exception {
        Path file = Files.createTempFile("tickets", ".json");
        try (Multiprocessing mp = Multiprocessing.open()) {
            StartLine start = StartLine.in(mp);
            Office office = new Office(file.toString(), mp.queue(), isLocked ? mp.lock() : null);
            office.setCount(1);
            List<ChildProcess> buyers = new ArrayList<>();
            for (int i = 1; i <= BUYERS; i++) {
                String name = "路人" + i;
                buyers.add(mp.process(name, () -> visit(stage, start, office, name))
                        .start());
            }
            start.open(BUYERS);
            boolean isWell = Stage.joinAll(buyers);
            int sold = office.sold().size();
            stage.line(Files.readString(file));
            if (sold > 1) {
                stage.say("一张票卖了 " + sold + " 次：没有锁", "one ticket was sold " + sold + " times: there is no lock");
            }
            return isWell && sold == 1;
        } finally {
            Files.delete(file);
        }
    }

    public static void main(String[] args) throws Exception {
        Stage stage = Stage.of(args);
        race(stage);
        run(stage);
    }
}
