package dev.multiproc.redis;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;

/** Shows shared numbers. What is longer, or an object, is shown by its length only. */
final class LookedValue {
    private static final int FIRST_TITLE = 2;

    private LookedValue() {}

    /**
     * Adds what a line of {@code look.lua} says of a value.
     *
     * @param words the letter of the line, the value in hexadecimal digits, and titles
     */
    static void add(Map<String, Object> figures, String type, String... words) {
        ByteBuffer value = ByteBuffer.wrap(HexFormat.of().parseHex(words[1]));
        switch (type) {
            case "SharedInteger" -> figures.put("value", value.getInt());
            case "SharedLong" -> figures.put("value", value.getLong());
            case "SharedDouble" -> figures.put("value", value.getDouble());
            case "SharedBoolean" -> figures.put("value", value.get() == 1);
            case "SharedFigures" -> {
                figures.clear();
                for (int i = FIRST_TITLE; i < words.length; i++) {
                    figures.put(words[i], value.getLong());
                }
            }
            default -> {}
        }
    }
}
