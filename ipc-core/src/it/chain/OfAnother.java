import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;

/** A static initializer starts a child, whose task is of another class, and uses the first: only the second time is it clear. */
public class OfAnother {
    public static void main(String[] arguments) {
        Starter.start();
    }
}

class Starter {
    static {
        try (Multiprocessing mp = Multiprocessing.open()) {
            mp.process(Work.task()).start().join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void start() {}
}

class Work {
    static ProcessTask task() {
        return Work::work;
    }

    static void work() {
        System.out.println("works");
        Starter.start();
    }
}
