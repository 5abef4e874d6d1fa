package dev.multiproc.recipes;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import dev.multiproc.sync.SharedEvent;

// recipe: guard
final class Guard {
    public static void main(String[] args) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withIgnoreInterruptSignal(true))) {
            SharedEvent finished = mp.event();
            mp.onClose(finished::set);
            mp.process("guard", () -> guard(finished)).start();
            finished.await(); // where the work would be
        }
    }

    static void guard(SharedEvent finished) throws Exception {
        ProcessInfo parent = Multiprocessing.parentProcess().orElseThrow();
        System.out.println("the guard waits");
        if (Multiprocessing.current().awaitAny(parent, finished).contains(finished)) {
            System.out.println(parent.name() + " ends in order");
        } else {
            System.out.println(parent.name() + " was killed, its guard tidies up");
        }
    }
}
// end
