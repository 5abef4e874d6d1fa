package dev.multiproc.launcher.run;

import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.output.Signals;
import dev.multiproc.launcher.output.StandardStream;
import dev.multiproc.launcher.work.CommandEndedException;
import dev.multiproc.launcher.work.Sink;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedEvent;
import java.io.IOException;

/**
 * A consumer process: takes and consumes items until it gets the end signal, the queue is shut down, or it is
 * terminated.
 *
 * @param worker which consumer this is
 * @param queue where the items come from
 * @param workload of which run the items are
 * @param sink what it does with them
 * @param stop set when it is to take no more items; null if that never happens
 */
record ConsumerTask(Worker worker, SharedQueue<Item> queue, Workload workload, Sink sink, SharedEvent stop)
        implements ProcessTask {
    @Override
    public void run() throws Exception {
        Signals.ignore("INT");
        try (WorkerJournal journal = worker.openJournal()) {
            new Consumption(this, journal, Multiprocessing.current().codec()).run();
        } catch (CommandEndedException ended) {
            System.exit(ended.exitCode());
        } catch (IOException e) {
            if (StandardStream.isBrokenPipe(e)) {
                System.exit(ExitCode.BROKEN_PIPE);
            }
            throw e;
        }
    }
}
