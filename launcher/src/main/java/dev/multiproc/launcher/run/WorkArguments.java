package dev.multiproc.launcher.run;

import dev.multiproc.launcher.job.CommandTemplate;
import dev.multiproc.launcher.work.ClassSink;
import dev.multiproc.launcher.work.ClassSource;
import dev.multiproc.launcher.work.CommandSource;
import dev.multiproc.launcher.work.InputSource;
import dev.multiproc.launcher.work.ItemCommandSettings;
import dev.multiproc.launcher.work.ItemCommandSink;
import dev.multiproc.launcher.work.OutputRoute;
import dev.multiproc.launcher.work.PrintSink;
import dev.multiproc.launcher.work.Sink;
import dev.multiproc.launcher.work.Source;
import dev.multiproc.launcher.work.StreamSink;
import dev.multiproc.launcher.work.UserClass;
import dev.multiproc.worker.ItemConsumer;
import dev.multiproc.worker.ItemProducer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command-line options for the user's own work. */
final class WorkArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--producer",
            paramLabel = "CLASS",
            description = "A class that makes the items: a dev.multiproc.worker.ItemProducer on --classpath.")
    private String producer;

    @Option(
            names = "--consumer",
            paramLabel = "CLASS",
            description = "A class that does the work of an item: a dev.multiproc.worker.ItemConsumer.")
    private String consumer;

    @Option(
            names = {"--classpath", "-cp"},
            paramLabel = "PATH",
            description = "Where your classes are: jars and directories, separated as for java.")
    private String classPath;

    @Option(
            names = "--producer-cmd",
            paramLabel = "SHELL",
            description =
                    "A command whose lines of output are the items. Without it and --producer, but with a consumer of your own,"
                            + " the lines of standard input are.")
    private String producerCommand;

    @Option(
            names = "--consumer-cmd",
            paramLabel = "SHELL",
            description = {
                "A command that gets items as lines on its standard input; or with {} in it one run for each item: exit code 0"
                        + " means done, any other gives the item back. {#} is the item's number, {%%} the consumer's.",
                "Without it and --consumer the items of your producer go to standard output."
            })
    private String consumerCommand;

    @Option(
            names = {"-0", "--null"},
            description = "Lines end with NUL instead of a line feed, in and out.")
    private boolean isNulEnd;

    @Mixin
    private JobArguments jobs;

    /** The validated options. */
    Work work() throws IOException {
        ArgumentCheck check = new ArgumentCheck(spec);
        jobs.check(consumerCommand != null && CommandTemplate.hasPlaces(consumerCommand));
        check.together("--producer", producer, "--producer-cmd", producerCommand);
        check.together("--consumer", consumer, "--consumer-cmd", consumerCommand);
        Optional<Source> source = source();
        Optional<Function<OutputRoute, Sink>> sink = sink();
        if (source.isEmpty() && sink.isEmpty()) {
            return Work.OF_THE_TUTORIALS;
        }
        List<Path> entries = entries(check);
        checkClass(producer, entries, ItemProducer.class, check);
        checkClass(consumer, entries, ItemConsumer.class, check);
        return new Work(
                source.orElseGet(() -> new InputSource(lineEnd())),
                sink.orElseGet(() -> output -> new PrintSink(lineEnd(), output)),
                entries);
    }

    private Optional<Source> source() {
        if (producer != null) {
            return Optional.of(new ClassSource(producer));
        }
        return Optional.ofNullable(producerCommand).map(command -> new CommandSource(command, lineEnd()));
    }

    private Optional<Function<OutputRoute, Sink>> sink() {
        if (consumer != null) {
            return Optional.of(output -> new ClassSink(consumer));
        }
        if (consumerCommand != null && CommandTemplate.hasPlaces(consumerCommand)) {
            ItemCommandSettings settings = jobs.settings();
            return Optional.of(output -> new ItemCommandSink(consumerCommand, settings, output));
        }
        return Optional.ofNullable(consumerCommand)
                .map(command -> output -> new StreamSink(command, lineEnd(), output));
    }

    private char lineEnd() {
        return isNulEnd ? '\0' : '\n';
    }

    private List<Path> entries(ArgumentCheck check) {
        List<Path> entries = new ArrayList<>();
        for (String entry : classPath == null ? new String[0] : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!Files.isReadable(path)) {
                throw check.invalid("--classpath has " + entry + ", which cannot be read");
            }
            entries.add(path);
        }
        return entries;
    }

    private static void checkClass(String name, List<Path> classPath, Class<?> type, ArgumentCheck check)
            throws IOException {
        Optional<String> problem = name == null ? Optional.empty() : UserClass.problem(name, classPath, type);
        if (problem.isPresent()) {
            throw check.invalid(problem.get());
        }
    }
}
