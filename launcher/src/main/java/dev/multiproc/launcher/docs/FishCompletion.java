package dev.multiproc.launcher.docs;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A completion script for the shell fish. */
final class FishCompletion {
    private final StringBuilder script = new StringBuilder();
    private final String name;

    private FishCompletion(String name) {
        this.name = name;
    }

    static String script(CommandSpec root) {
        FishCompletion completion = new FishCompletion(root.name());
        completion.options("__fish_use_subcommand", root);
        for (CommandLine command : root.subcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            completion.line(
                    "__fish_use_subcommand",
                    "-f -a " + quoted(spec.name())
                            + description(spec.usageMessage().description()));
            completion.options("__fish_seen_subcommand_from " + spec.name(), spec);
        }
        return completion.script.toString();
    }

    private void options(String condition, CommandSpec command) {
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                line(condition, option(option));
            }
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String candidates = candidates(parameter.completionCandidates());
            if (!candidates.isEmpty()) {
                line(condition, "-f -a " + quoted(candidates));
            }
        }
    }

    private static String option(OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String optionName : option.names()) {
            boolean isLong = optionName.startsWith("--");
            words.append(isLong ? "-l " : "-s ")
                    .append(optionName.substring(isLong ? 2 : 1))
                    .append(' ');
        }
        if (option.arity().max() > 0) {
            words.append("-r ");
            String candidates = candidates(option.completionCandidates());
            if (!candidates.isEmpty()) {
                words.append("-f -a ").append(quoted(candidates));
            }
        }
        return words.toString().stripTrailing() + description(option.description());
    }

    private static String candidates(Iterable<String> candidates) {
        return candidates == null ? "" : String.join(" ", candidates);
    }

    private static String description(String... lines) {
        return lines.length == 0 || lines[0].contains("${") ? "" : " -d " + quoted(lines[0]);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void line(String condition, String words) {
        script.append("complete -c ")
                .append(name)
                .append(" -n ")
                .append(quoted(condition))
                .append(' ')
                .append(words)
                .append('\n');
    }
}
