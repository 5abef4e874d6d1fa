import dev.multiproc.*
import dev.multiproc.queue.*
record Bun(int number) implements java.io.Serializable {}
void cook(SharedQueue<Bun> buns) throws Exception { System.out.println("cooks"); buns.put(new Bun(9)); }
Options options = Options.defaults().withOutput(ChildOutput.lines(line -> System.out.println("child " + line.text())))
String run() throws Exception {
    try (Multiprocessing mp = Multiprocessing.open(options)) {
        SharedQueue<Bun> buns = mp.queue();
        ChildProcess child = mp.process(() -> cook(buns)).start();
        child.join();
        return "eats " + buns.poll() + child.failure();
    }
}
System.out.println(run())
/exit
