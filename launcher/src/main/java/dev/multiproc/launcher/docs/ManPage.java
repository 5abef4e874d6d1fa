package dev.multiproc.launcher.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's page for man, in section 1. */
final class ManPage {
    private final CommandLine command;
    private final CommandSpec spec;
    private final StringBuilder page = new StringBuilder();

    private ManPage(CommandLine command) {
        this.command = command;
        spec = command.getCommandSpec();
    }

    static String fileName(CommandLine command) {
        return pageName(command.getCommandSpec()) + ".1";
    }

    private static String pageName(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    static String of(CommandLine command, String version) {
        ManPage page = new ManPage(command);
        page.write(version);
        return page.page.toString();
    }

    private void write(String version) {
        String[] description = spec.usageMessage().description();
        String name = pageName(spec);
        request(".TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" " + quoted("multiproc " + version) + " "
                + quoted("multiproc manual"));
        section("NAME");
        text(name + " - " + expanded(description[0]));
        section("SYNOPSIS");
        request(".nf");
        // Without the line end that picocli puts behind it.
        command.getHelp().synopsis(0).stripTrailing().lines().forEach(line -> text(plain(line)));
        request(".fi");
        section("DESCRIPTION");
        for (String paragraph : description) {
            text(expanded(paragraph));
            request(".PP");
        }
        arguments();
        commands();
        examples();
        if (spec.parent() != null) {
            section("SEE ALSO");
            request(".BR " + escaped(pageName(spec.parent())) + " (1)");
        }
    }

    private void arguments() {
        List<ArgSpec> arguments = new ArrayList<>(spec.positionalParameters());
        arguments.addAll(spec.options());
        arguments.removeIf(ArgSpec::hidden);
        if (!arguments.isEmpty()) {
            section("OPTIONS");
        }
        for (ArgSpec argument : arguments) {
            request(".TP");
            request(".B " + escaped(title(argument)));
            for (String line : argument.description()) {
                text(expanded(line));
            }
        }
    }

    private static String title(ArgSpec argument) {
        if (argument instanceof OptionSpec option) {
            String names = String.join(", ", option.names());
            return option.arity().max() > 0 ? names + " " + option.paramLabel() : names;
        }
        return ((PositionalParamSpec) argument).paramLabel();
    }

    private void commands() {
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
        }
        for (CommandLine subcommand : spec.subcommands().values()) {
            CommandSpec of = subcommand.getCommandSpec();
            request(".TP");
            request(".BR " + escaped(pageName(of)) + " (1)");
            text(expanded(of.usageMessage().description()[0]));
        }
    }

    /** What is below the options in the help: examples and exit codes, in lines as they are. */
    private void examples() {
        String heading = expanded(spec.usageMessage().footerHeading());
        List<String> lines = new ArrayList<>(heading.strip().lines().toList());
        for (String line : spec.usageMessage().footer()) {
            lines.add(expanded(line));
        }
        if (lines.stream().allMatch(String::isBlank)) {
            return;
        }
        section("EXAMPLES AND NOTES");
        request(".nf");
        boolean isBegin = true;
        for (String line : lines) {
            if (!isBegin || !line.isBlank()) {
                text(line);
                isBegin = false;
            }
        }
        request(".fi");
    }

    private void section(String title) {
        request(".SH " + quoted(title));
    }

    private void request(String line) {
        page.append(line).append('\n');
    }

    /** A line of text: one that begins with a dot or an apostrophe would be a request. */
    private void text(String line) {
        String escaped = escaped(line);
        page.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                .append(escaped)
                .append('\n');
    }

    /** Hyphens are those of options, which can be copied. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }

    private static String quoted(String text) {
        return "\"" + escaped(text).replace("\"", "\\(dq") + "\"";
    }

    /** What picocli writes with formats and marks for styles, as plain text. */
    private static String expanded(String text) {
        return plain(String.format(Locale.ROOT, text.replaceAll("%(?!n)", "%%")))
                .lines()
                .collect(Collectors.joining(" "));
    }

    private static String plain(String text) {
        return Ansi.OFF.string(text);
    }
}
