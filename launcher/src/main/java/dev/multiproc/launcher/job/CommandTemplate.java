package dev.multiproc.launcher.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command with places for an item. As in GNU parallel, <code>{}</code> stands for the item, <code>{#}</code> for the job's
 * sequence number, <code>{%}</code> for the number of its slot, and if an item is a path, <code>{.}</code> for it without its
 * extension, <code>{/}</code> for its last name, <code>{//}</code> for its directory and <code>{/.}</code> for its last name
 * without extension. A command without any of these gets the item as its last argument.
 *
 * <p>It is given either as words, which are executed as they are, or as a line for {@code sh}, in which an item is quoted so that it
 * is always one word. Items are bytes of any kind except NUL, which no argument can contain.
 */
public final class CommandTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{(?:|#|%|\\.|/|//|/\\.)}");
    private static final Pattern EXTENSION = Pattern.compile("\\.[^/.]*$");

    private final List<String> parts;
    private final boolean isShellLine;

    private CommandTemplate(List<String> parts, boolean isShellLine) {
        this.isShellLine = isShellLine;
        if (hasPlaces(parts)) {
            this.parts = parts;
        } else if (isShellLine) {
            this.parts = List.of(parts.get(0) + " {}");
        } else {
            this.parts = new ArrayList<>(parts);
            this.parts.add("{}");
        }
    }

    /**
     * A command that is executed without a shell.
     *
     * @param words the program and its arguments, not empty
     */
    public static CommandTemplate ofWords(List<byte[]> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command has at least one word");
        }
        return new CommandTemplate(words.stream().map(ShellText::of).toList(), false);
    }

    /** A line for {@code sh -c}. */
    public static CommandTemplate ofShellLine(byte[] line) {
        return new CommandTemplate(List.of(ShellText.of(line)), true);
    }

    /** Whether a line has a place for an item, so that it is meant to run once for each. */
    public static boolean hasPlaces(String line) {
        return hasPlaces(List.of(line));
    }

    private static boolean hasPlaces(List<String> parts) {
        return parts.stream().anyMatch(part -> PLACE.matcher(part).find());
    }

    /** Why no command can be run with an item; empty if one can. */
    public Optional<String> refusal(byte[] item) {
        for (byte b : item) {
            if (b == 0) {
                return Optional.of("it contains a NUL byte, which no argument of a command can");
            }
        }
        return Optional.empty();
    }

    /**
     * The command for an item, as people would type it.
     *
     * @param item without NUL bytes
     * @param sequence the job's number
     * @param slot the slot's number, from 1
     */
    public String text(byte[] item, long sequence, int slot) {
        Places places = new Places(ShellText.of(item), sequence, slot);
        String text = isShellLine
                ? places.fill(parts.get(0), ShellText::quoteIfNeeded)
                : parts.stream()
                        .map(part -> ShellText.quoteIfNeeded(places.fill(part, UnaryOperator.identity())))
                        .collect(Collectors.joining(" "));
        return new String(ShellText.bytes(text), StandardCharsets.UTF_8);
    }

    /** What a shell has to execute for an item, in the place of itself. */
    String script(byte[] item, long sequence, int slot) {
        if (refusal(item).isPresent()) {
            throw new IllegalArgumentException(refusal(item).orElseThrow());
        }
        Places places = new Places(ShellText.of(item), sequence, slot);
        StringBuilder script = new StringBuilder("exec");
        if (isShellLine) {
            script.append(" sh -c ").append(ShellText.quote(places.fill(parts.get(0), ShellText::quoteIfNeeded)));
        } else {
            for (String part : parts) {
                script.append(' ').append(ShellText.quote(places.fill(part, UnaryOperator.identity())));
            }
        }
        return script.toString();
    }

    /** What is filled into the places of a template. */
    private record Places(String item, long sequence, int slot) {
        String fill(String part, UnaryOperator<String> quoting) {
            if (part.equals("{}")) {
                return quoting.apply(item);
            }
            Matcher matcher = PLACE.matcher(part);
            StringBuilder filled = new StringBuilder();
            while (matcher.find()) {
                matcher.appendReplacement(filled, Matcher.quoteReplacement(quoting.apply(value(matcher.group()))));
            }
            return matcher.appendTail(filled).toString();
        }

        private String value(String place) {
            return switch (place) {
                case "{#}" -> Long.toString(sequence);
                case "{%}" -> Integer.toString(slot);
                case "{.}" -> EXTENSION.matcher(item).replaceFirst("");
                case "{/}" -> lastName();
                case "{//}" -> directory();
                case "{/.}" -> EXTENSION.matcher(lastName()).replaceFirst("");
                default -> item;
            };
        }

        private String lastName() {
            return item.substring(item.lastIndexOf('/') + 1);
        }

        private String directory() {
            int end = item.lastIndexOf('/');
            return end < 0 ? "." : end == 0 ? "/" : item.substring(0, end);
        }
    }
}
