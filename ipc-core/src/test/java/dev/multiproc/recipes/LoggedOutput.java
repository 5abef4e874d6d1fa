package dev.multiproc.recipes;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildOutput;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

final class LoggedOutput {
    // recipe: output-to-a-logger
    static Options withLoggedOutput() {
        return Options.defaults().withOutput(ChildOutput.lines(LoggedOutput::log));
    }

    static void log(ChildOutput.Line line) {
        System.Logger.Level level = line.isError() ? System.Logger.Level.WARNING : System.Logger.Level.INFO;
        System.getLogger(line.child()).log(level, line.text());
    }
    // end

    // recipe: output-in-a-test
    static List<String> outputOf(Multiprocessing mp, ProcessTask task) throws InterruptedException {
        List<String> lines = new CopyOnWriteArrayList<>();
        ChildOutput output = ChildOutput.lines(line -> lines.add(line.text()));
        ChildProcess child = mp.process(task).options(ChildOptions.defaults().withOutput(output));
        child.start().joinOrThrow(); // the list has all lines of a child that has been joined
        return lines;
    }
    // end

    private LoggedOutput() {}
}
