package dev.multiproc.redis.memory;

import dev.multiproc.redis.sync.Place;
import dev.multiproc.redis.sync.Script;
import dev.multiproc.redis.sync.ServerObject;
import dev.multiproc.sync.SharedLock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Elements of the same width in a string at the server; see {@code cells.lua}. Offsets and lengths are in bytes.
 *
 * <p>Deleting the object deletes the elements for all, other than in memory that processes of one machine share.
 */
final class Cells extends ServerObject {
    private static final long serialVersionUID = 1L;
    private static final String SCRIPT = Script.read("/dev/multiproc/redis/memory/cells.lua");

    private final transient Supplier<SharedLock> lock;

    Cells(Place place, Supplier<SharedLock> lock) {
        super(place, SCRIPT);
        this.lock = lock;
    }

    SharedLock lock() {
        checkOpen();
        return lock.get();
    }

    Object handle() {
        return writeReplace();
    }

    void check() {
        checkOpen();
    }

    /** What the object was made with. */
    String made(String field) {
        return field(field);
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Without the sign before it, which tells it from a word. */
    private static byte[] content(byte[] answer) {
        return Arrays.copyOfRange(answer, 1, answer.length);
    }

    byte[] get(long offset, int length) {
        checkOpen();
        return content(askRaw("get", List.of(text(offset), text(length))));
    }

    void set(long offset, byte[] bytes) {
        checkOpen();
        byte[] unused = changeRaw("set", List.of(text(offset), bytes));
    }

    private byte[] change(String operation, long offset, byte[] bytes) {
        checkOpen();
        return content(changeRaw(operation, List.of(text(offset), bytes)));
    }

    byte[] swap(long offset, byte[] bytes) {
        return change("swap", offset, bytes);
    }

    byte[] add(long offset, byte[] delta) {
        return change("add", offset, delta);
    }

    byte[] exchange(long offset, byte[] expected, byte[] bytes) {
        checkOpen();
        return content(changeRaw("exchange", List.of(text(offset), expected, bytes)));
    }

    // ---------------------------------------------------------------- elements of four and eight bytes

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static int toInt(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static long toLong(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    private static long at(int index, int width) {
        return (long) index * width;
    }

    int getInt(int index) {
        return toInt(get(at(index, Integer.BYTES), Integer.BYTES));
    }

    void setInt(int index, int value) {
        set(at(index, Integer.BYTES), bytes(value));
    }

    int swapInt(int index, int value) {
        return toInt(swap(at(index, Integer.BYTES), bytes(value)));
    }

    int exchangeInt(int index, int expected, int value) {
        return toInt(exchange(at(index, Integer.BYTES), bytes(expected), bytes(value)));
    }

    int addInt(int index, int delta) {
        return toInt(add(at(index, Integer.BYTES), bytes(delta)));
    }

    long getLong(int index) {
        return toLong(get(at(index, Long.BYTES), Long.BYTES));
    }

    void setLong(int index, long value) {
        set(at(index, Long.BYTES), bytes(value));
    }

    long swapLong(int index, long value) {
        return toLong(swap(at(index, Long.BYTES), bytes(value)));
    }

    long exchangeLong(int index, long expected, long value) {
        return toLong(exchange(at(index, Long.BYTES), bytes(expected), bytes(value)));
    }

    long addLong(int index, long delta) {
        return toLong(add(at(index, Long.BYTES), bytes(delta)));
    }

    // ---------------------------------------------------------------- single bytes

    byte getByte(int index) {
        return get(index, 1)[0];
    }

    void setByte(int index, byte value) {
        set(index, new byte[] {value});
    }

    byte swapByte(int index, byte value) {
        return swap(index, new byte[] {value})[0];
    }

    byte exchangeByte(int index, byte expected, byte value) {
        return exchange(index, new byte[] {expected}, new byte[] {value})[0];
    }

    byte addByte(int index, byte delta) {
        return add(index, new byte[] {delta})[0];
    }
}
