package dev.multiproc.launcher.run;

import java.util.Arrays;

/** The bytes of an item. They depend on the item, so that damaged or swapped bytes are detected. */
final class Payload {
    private Payload() {}

    static byte[] of(int producer, int number, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, fillByte(producer, number));
        return bytes;
    }

    /** Throws if the bytes of an item are not those that it was created with. */
    static void check(Item item, int length) {
        byte fillByte = fillByte(item.producer(), item.number());
        byte[] bytes = item.payload();
        for (int index = 0; index < bytes.length; index++) {
            if (bytes[index] != fillByte) {
                throw new IllegalStateException("an item was damaged on its way, item=" + item + ", index=" + index
                        + ", expected=" + fillByte + ", found=" + bytes[index]);
            }
        }
        if (bytes.length != length) {
            throw new IllegalStateException("an item was damaged on its way, item=" + item + ", expectedLength="
                    + length + ", foundLength=" + bytes.length);
        }
    }

    private static byte fillByte(int producer, int number) {
        return (byte) (producer * 31 + number);
    }
}
