package dev.multiproc.codec;

import java.nio.ByteBuffer;

/** Encodes arrays of primitive types by bulk copies. */
final class PrimitiveArrays {
    private PrimitiveArrays() {}

    static void write(int tag, Object array, Output out) {
        out.write(tag);
        switch (tag) {
            case Tag.BYTES -> elements(((byte[]) array).length, 1, out).put((byte[]) array);
            case Tag.BOOLEANS -> writeBooleans((boolean[]) array, out);
            case Tag.SHORTS ->
                elements(((short[]) array).length, Short.BYTES, out)
                        .asShortBuffer()
                        .put((short[]) array);
            case Tag.CHARS ->
                elements(((char[]) array).length, Character.BYTES, out)
                        .asCharBuffer()
                        .put((char[]) array);
            case Tag.INTS ->
                elements(((int[]) array).length, Integer.BYTES, out)
                        .asIntBuffer()
                        .put((int[]) array);
            case Tag.LONGS ->
                elements(((long[]) array).length, Long.BYTES, out)
                        .asLongBuffer()
                        .put((long[]) array);
            case Tag.FLOATS ->
                elements(((float[]) array).length, Float.BYTES, out)
                        .asFloatBuffer()
                        .put((float[]) array);
            case Tag.DOUBLES ->
                elements(((double[]) array).length, Double.BYTES, out)
                        .asDoubleBuffer()
                        .put((double[]) array);
            default -> throw new AssertionError(tag);
        }
    }

    static Object read(int tag, Input in) {
        return switch (tag) {
            case Tag.BYTES -> {
                byte[] array = new byte[in.readCount(1)];
                in.view(array.length).get(array);
                yield array;
            }
            case Tag.BOOLEANS -> readBooleans(in);
            case Tag.SHORTS -> {
                short[] array = new short[in.readCount(Short.BYTES)];
                in.view(array.length * Short.BYTES).asShortBuffer().get(array);
                yield array;
            }
            case Tag.CHARS -> {
                char[] array = new char[in.readCount(Character.BYTES)];
                in.view(array.length * Character.BYTES).asCharBuffer().get(array);
                yield array;
            }
            case Tag.INTS -> {
                int[] array = new int[in.readCount(Integer.BYTES)];
                in.view(array.length * Integer.BYTES).asIntBuffer().get(array);
                yield array;
            }
            case Tag.LONGS -> {
                long[] array = new long[in.readCount(Long.BYTES)];
                in.view(array.length * Long.BYTES).asLongBuffer().get(array);
                yield array;
            }
            case Tag.FLOATS -> {
                float[] array = new float[in.readCount(Float.BYTES)];
                in.view(array.length * Float.BYTES).asFloatBuffer().get(array);
                yield array;
            }
            case Tag.DOUBLES -> {
                double[] array = new double[in.readCount(Double.BYTES)];
                in.view(array.length * Double.BYTES).asDoubleBuffer().get(array);
                yield array;
            }
            default -> throw CodecException.unknownTag(tag);
        };
    }

    private static ByteBuffer elements(int count, int elementBytes, Output out) {
        if (count > Codec.MAX_BYTES / elementBytes) {
            throw Output.tooLarge((long) count * elementBytes);
        }
        out.writeVarint(count);
        return out.claim(count * elementBytes);
    }

    private static void writeBooleans(boolean[] array, Output out) {
        ByteBuffer target = elements(array.length, 1, out);
        for (boolean element : array) {
            target.put((byte) (element ? 1 : 0));
        }
    }

    private static boolean[] readBooleans(Input in) {
        boolean[] array = new boolean[in.readCount(1)];
        ByteBuffer source = in.view(array.length);
        for (int i = 0; i < array.length; i++) {
            array[i] = source.get() != 0;
        }
        return array;
    }
}
