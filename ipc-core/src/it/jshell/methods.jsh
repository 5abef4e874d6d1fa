import dev.multiproc.*
import dev.multiproc.queue.*
record Bun(int number) implements java.io.Serializable {}
void cook(SharedQueue<Bun> buns) throws Exception { buns.put(new Bun(9)); }
String run() throws Exception {
    try (Multiprocessing mp = Multiprocessing.open()) {
        SharedQueue<Bun> buns = mp.queue();
        ChildProcess child = mp.process(() -> cook(buns)).start();
        child.join();
        return "eats " + buns.poll() + child.failure();
    }
}
System.out.println(run())
/exit
