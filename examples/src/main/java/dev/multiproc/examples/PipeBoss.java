package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Pipe;
import java.io.EOFException;
import java.io.IOException;

/**
 * A worker sends 0 to 9 through a pipe, and a boss receives them. The tutorial's boss waits for ever after the last one, since it
 * has a copy of the worker's end itself. Here an end that was handed to a child is the child's: when the worker has ended, the boss
 * is told that no more will come.
 */
public final class PipeBoss {
    private static final int NUMBERS = 10;

    private PipeBoss() {}

    static void work(Stage stage, Connection toBoss) throws IOException, InterruptedException {
        for (int i = 0; i < NUMBERS; i++) {
            stage.pause(0.5);
            toBoss.send(i);
        }
    }

    static int receiveAll(Stage stage, Connection fromWorker) throws IOException, InterruptedException {
        int count = 0;
        try {
            while (true) {
                stage.line("boss: " + fromWorker.receive());
                count++;
            }
        } catch (EOFException workerIsGone) {
            stage.say("worker 走了，管道读完了", "the worker is gone, and the pipe is at its end");
            return count;
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws IOException, InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open();
                Pipe pipe = mp.pipe(false)) {
            Connection fromWorker = pipe.first();
            Connection toBoss = pipe.second();
            ChildProcess worker =
                    mp.process("worker", () -> work(stage, toBoss)).start();
            int received = receiveAll(stage, fromWorker);
            worker.join();
            stage.parentIsDone();
            return received == NUMBERS;
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        run(Stage.of(args));
    }
}
