package dev.multiproc.launcher.output;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes maps, lists, strings, numbers, booleans and nulls as JSON text, indented by two spaces. Numbers that JSON
 * cannot represent (infinity, NaN) become null.
 */
public final class Json {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /**
     * The JSON text of a value.
     *
     * @param value a map with string keys, a list, a string, a number, a boolean or null
     * @return the text, without a line break at the end
     * @throws IllegalArgumentException if the value, or one inside it, is of another type
     */
    public static String text(Object value) {
        Json json = new Json();
        json.value(value, "\n");
        return json.text.toString();
    }

    private void value(Object value, String lineStart) {
        if (value instanceof Map<?, ?> map) {
            object(map, lineStart);
        } else if (value instanceof List<?> list) {
            array(list, lineStart);
        } else if (value instanceof String string) {
            string(string);
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            text.append("null");
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            throw new IllegalArgumentException(
                    "no JSON form for " + value.getClass().getName());
        }
    }

    private void object(Map<?, ?> map, String lineStart) {
        text.append('{');
        String separator = lineStart + INDENT;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            string((String) entry.getKey());
            text.append(": ");
            value(entry.getValue(), lineStart + INDENT);
            separator = "," + lineStart + INDENT;
        }
        text.append(map.isEmpty() ? "" : lineStart).append('}');
    }

    private void array(List<?> list, String lineStart) {
        text.append('[');
        for (Iterator<?> iterator = list.iterator(); iterator.hasNext(); ) {
            text.append(lineStart).append(INDENT);
            value(iterator.next(), lineStart + INDENT);
            text.append(iterator.hasNext() ? "," : lineStart);
        }
        text.append(']');
    }

    private void string(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            character(string.charAt(i));
        }
        text.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (c < ' ') {
                    text.append(String.format("\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
