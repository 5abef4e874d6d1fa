package dev.multiproc.launcher.run;

import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.output.Signals;
import dev.multiproc.launcher.work.CommandEndedException;
import dev.multiproc.launcher.work.Source;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;

/**
 * A producer process: puts its items into the queue, and then, if it is told to, waits until all items are consumed.
 *
 * @param worker which producer this is
 * @param queue where the items go
 * @param workload how many it makes, and how fast
 * @param source what it makes
 */
record ProducerTask(Worker worker, SharedQueue<Item> queue, Workload workload, Source source) implements ProcessTask {
    @Override
    public void run() throws Exception {
        Signals.ignore("INT");
        try (WorkerJournal journal = worker.openJournal()) {
            new Production(worker, queue, workload, source)
                    .run(journal, Multiprocessing.current().codec());
            if (workload.producersJoin() && queue instanceof JoinableQueue<Item> joinable) {
                joinable.join();
            }
        } catch (CommandEndedException failed) {
            System.exit(failed.exitCode());
        }
    }
}
