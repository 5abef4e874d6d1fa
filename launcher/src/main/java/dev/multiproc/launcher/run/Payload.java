package dev.multiproc.launcher.run;

import dev.multiproc.launcher.work.Delivered;
import java.util.Arrays;

/** The bytes of an item. They depend on the item, so that damaged or swapped bytes are detected. */
final class Payload {
    private Payload() {}

    static byte[] of(int producer, int number, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, fillByte(producer, number));
        return bytes;
    }

    /**
     * Throws if the bytes of an item are not those that it was created with.
     *
     * @param length how many they are; -1 if that is not known
     */
    static void check(Delivered item, int length) {
        byte fillByte = fillByte(item.producer(), item.number());
        byte[] bytes = item.bytes();
        for (int index = 0; index < bytes.length; index++) {
            if (bytes[index] != fillByte) {
                throw new IllegalStateException("an item was damaged on its way, item=" + item + ", index=" + index
                        + ", expected=" + fillByte + ", found=" + bytes[index]);
            }
        }
        if (length >= 0 && bytes.length != length) {
            throw new IllegalStateException("an item was damaged on its way, item=" + item + ", expectedLength="
                    + length + ", foundLength=" + bytes.length);
        }
    }

    private static byte fillByte(int producer, int number) {
        return (byte) (producer * 31 + number);
    }
}
