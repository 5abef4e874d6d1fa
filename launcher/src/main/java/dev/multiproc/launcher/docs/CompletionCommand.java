package dev.multiproc.launcher.docs;

import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.args.EnumConverter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code multiproc completion}: prints a script that makes a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a script that makes a shell complete commands and options.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  source <(multiproc completion bash)   in ~/.bashrc",
            "  source <(multiproc completion zsh)    in ~/.zshrc",
            "  multiproc completion fish > ~/.config/fish/completions/multiproc.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    /** The shells. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        /** The name as it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Parses it from the command line. */
        static final class Converter extends EnumConverter<Shell> {
            Converter() {
                super(Shell.class);
            }
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", converter = Shell.Converter.class, description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Override
    public Integer call() {
        System.out.print(script(shell, spec.root().commandLine()));
        return ExitCode.DONE;
    }

    static String script(Shell shell, CommandLine root) {
        return switch (shell) {
            // zsh runs the script for bash, which loads zsh's own module for that.
            case BASH, ZSH -> AutoComplete.bash(root.getCommandName(), root);
            case FISH -> FishCompletion.script(root.getCommandSpec());
        };
    }
}
