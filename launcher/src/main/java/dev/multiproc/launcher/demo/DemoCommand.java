package dev.multiproc.launcher.demo;

import dev.multiproc.examples.Demo;
import dev.multiproc.examples.Stage;
import dev.multiproc.launcher.output.ColorOption;
import dev.multiproc.launcher.output.StandardStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code multiproc demo}: lists or runs the programs of the tutorials. */
@Command(
        name = "demo",
        description = "Plays one of the tutorials' programs; lists them if none is named.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 0: it showed what it should; 1: it did not.",
            "",
            "Examples:",
            "  multiproc demo",
            "  multiproc demo baozi --fast",
            "  multiproc demo baozi --source"
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Which to play.")
    private String name;

    @Option(names = "--fast", description = "Divides every pause by 20.")
    private boolean fast;

    @Option(names = "--lang", defaultValue = "zh", paramLabel = "zh|en", description = "Language (default: zh).")
    private String language;

    @Mixin
    private ColorOption color;

    @Option(names = "--source", description = "Prints the program's own source.")
    private boolean source;

    @Override
    public Integer call() throws Exception {
        boolean english = isEnglish();
        if (name == null) {
            if (source) {
                throw new ParameterException(spec.commandLine(), "--source needs a NAME; 'multiproc demo' lists them");
            }
            DemoList.print(System.out, english);
            return 0;
        }
        Demo demo = find();
        if (source) {
            System.out.print(demo.source());
            return 0;
        }
        boolean isColored = color.appliesTo(StandardStream.OUT);
        boolean shown = demo.play().on(new Stage(english, fast ? Stage.FAST : 1, isColored));
        return shown ? 0 : 1;
    }

    private boolean isEnglish() {
        if (!language.equals("zh") && !language.equals("en")) {
            throw new ParameterException(spec.commandLine(), "--lang is zh or en, not " + language);
        }
        return language.equals("en");
    }

    private Demo find() {
        return Demo.ALL.stream()
                .filter(demo -> demo.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "no demo is called " + name + hint()));
    }

    private String hint() {
        List<String> near = new SimilarNames(Demo.ALL.stream().map(Demo::name).toList()).to(name);
        return near.isEmpty() ? "; 'multiproc demo' lists them" : "; did you mean " + String.join(" or ", near) + "?";
    }
}
