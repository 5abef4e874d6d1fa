package dev.multiproc.launcher.run;

import dev.multiproc.launcher.work.InputSource;
import dev.multiproc.launcher.work.OutputRoute;
import dev.multiproc.launcher.work.Sink;
import dev.multiproc.launcher.work.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * What the producers and consumers of a run do.
 *
 * @param source where the items come from; null for what the tutorials do
 * @param sink what consumers do with the items, given where the output of commands goes; null for what the tutorials do
 * @param classPath where the user's classes are
 */
record Work(Source source, Function<OutputRoute, Sink> sink, List<Path> classPath) {
    static final Work OF_THE_TUTORIALS = new Work(null, null, List.of());

    boolean isOfTheTutorials() {
        return source == null;
    }

    /** Whether consumers finish their last items only when they are told that no more come. */
    boolean finishesLater() {
        return sink != null && sink.apply(new OutputRoute(null)).finishesLater();
    }

    /** Whether the items come from this process itself, so that there is one producer, which is no child. */
    boolean readsInput() {
        return source instanceof InputSource;
    }

    String nameOf(Role role, int index) {
        if (isOfTheTutorials()) {
            return role.nameOf(index);
        }
        return readsInput() && role == Role.PRODUCER ? StandardInput.NAME : role + "-" + (index + 1);
    }

    Source source(Worker worker, Workload workload) {
        return source != null ? source : new TutorialSource(worker, workload.produceTime(), workload.payloadLength());
    }

    Sink sink(Worker worker, Workload workload, OutputRoute output) {
        return sink != null
                ? sink.apply(output)
                : new TutorialSink(worker, workload.consumeTime(), workload.payloadLength());
    }
}
