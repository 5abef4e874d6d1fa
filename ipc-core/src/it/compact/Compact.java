import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;

record Bun(int number) implements java.io.Serializable {}

static void cook(SharedQueue<Bun> buns) throws Exception {
    buns.put(new Bun(7));
}

void main() throws Exception {
    try (Multiprocessing mp = Multiprocessing.open()) {
        SharedQueue<Bun> buns = mp.queue();
        mp.process(() -> cook(buns)).start().join();
        System.out.println("eats " + buns.take());
    }
}
