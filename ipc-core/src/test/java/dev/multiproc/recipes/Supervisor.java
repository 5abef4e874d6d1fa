package dev.multiproc.recipes;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.Restart;
import dev.multiproc.RestartPolicy;
import dev.multiproc.sync.SharedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

// recipe: supervisor
final class Supervisor {
    public static void main(String[] args) throws Exception {
        RestartPolicy policy = RestartPolicy.onFailure().withMax(5, Duration.ofMinutes(1));
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withIgnoreInterruptSignal(true))) {
            SharedEvent stop = mp.event();
            mp.onClose(stop::set);
            List<ChildProcess> workers = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                ChildProcess worker = mp.process("worker-" + i, () -> work(stop));
                workers.add(worker.restart(policy).onRestart(Supervisor::report).start());
            }
            for (ChildProcess ended : mp.awaitAny(workers)) {
                ended.joinOrThrow(); // throws if it has failed too often; then close() ends the others
            }
        }
    }

    static void report(Restart restart) {
        System.out.println(restart.child().name() + " ended with " + restart.exitCode() + ", restart "
                + restart.number() + " in " + restart.delay().toMillis() + " ms");
    }

    static void work(SharedEvent stop) throws Exception {
        String name = Multiprocessing.currentProcess().name();
        System.out.println(name + " begins, pid " + ProcessHandle.current().pid());
        stop.await(); // where the work would be
        System.out.println(name + " has stopped");
    }
}
// end
