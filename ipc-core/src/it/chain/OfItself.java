import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;

/** Its static initializer starts a child, whose task is one of its methods. */
public class OfItself {
    static {
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess child = mp.process(OfItself::work).start();
            child.join();
            System.out.println("exit code " + child.exitCode().getAsInt());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void work() {
        System.out.println("works");
    }

    public static void main(String[] arguments) {}
}
