package dev.multiproc.launcher.run;

import java.util.Arrays;

/** The bytes that an item carries: its own, so that one that comes to harm, or is another's, is noticed. */
final class Payload {
    private Payload() {}

    static byte[] of(int cook, int number, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, mark(cook, number));
        return bytes;
    }

    /** Throws if an item does not carry what it was given. */
    static void check(Food food, int length) {
        byte mark = mark(food.cook(), food.number());
        byte[] bytes = food.payload();
        for (int index = 0; index < bytes.length; index++) {
            if (bytes[index] != mark) {
                throw new IllegalStateException("an item was damaged on its way, item=" + food + ", index=" + index
                        + ", expected=" + mark + ", found=" + bytes[index]);
            }
        }
        if (bytes.length != length) {
            throw new IllegalStateException("an item was damaged on its way, item=" + food + ", expectedLength="
                    + length + ", foundLength=" + bytes.length);
        }
    }

    private static byte mark(int cook, int number) {
        return (byte) (cook * 31 + number);
    }
}
