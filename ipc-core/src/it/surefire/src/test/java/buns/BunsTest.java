package buns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import org.junit.jupiter.api.Test;

class BunsTest {
    @Test
    void aChildPrints() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess child = mp.process(() -> System.out.println("printed by a child")).start();
            child.join();
            assertEquals(0, child.exitCode().getAsInt());
        }
    }
}
