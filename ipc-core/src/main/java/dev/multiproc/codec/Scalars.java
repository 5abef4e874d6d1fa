package dev.multiproc.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Encodes null, the boxed types, big numbers, times and UUIDs. */
final class Scalars {
    private Scalars() {}

    static void write(int tag, Object item, Output out) {
        if (tag == Tag.FALSE) {
            out.write((Boolean) item ? Tag.TRUE : Tag.FALSE);
            return;
        }
        out.write(tag);
        switch (tag) {
            case Tag.NULL -> {}
            case Tag.BYTE -> out.write((Byte) item);
            case Tag.SHORT -> out.writeShort((Short) item);
            case Tag.CHARACTER -> out.writeShort((Character) item);
            case Tag.INTEGER -> out.writeZigzag((Integer) item);
            case Tag.LONG -> out.writeZigzag((Long) item);
            case Tag.FLOAT -> out.writeInt(Float.floatToRawIntBits((Float) item));
            case Tag.DOUBLE -> out.writeLong(Double.doubleToRawLongBits((Double) item));
            case Tag.BIG_INTEGER -> writeBigInteger((BigInteger) item, out);
            case Tag.BIG_DECIMAL -> {
                BigDecimal number = (BigDecimal) item;
                out.writeZigzag(number.scale());
                writeBigInteger(number.unscaledValue(), out);
            }
            case Tag.DURATION -> {
                Duration duration = (Duration) item;
                writeTime(duration.getSeconds(), duration.getNano(), out);
            }
            case Tag.INSTANT -> {
                Instant instant = (Instant) item;
                writeTime(instant.getEpochSecond(), instant.getNano(), out);
            }
            case Tag.UUID -> {
                UUID uuid = (UUID) item;
                out.writeLong(uuid.getMostSignificantBits());
                out.writeLong(uuid.getLeastSignificantBits());
            }
            default -> throw new AssertionError(tag);
        }
    }

    static Object read(int tag, Input in) {
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.BYTE -> in.readByte();
            case Tag.SHORT -> in.readShort();
            case Tag.CHARACTER -> (char) in.readShort();
            case Tag.INTEGER -> in.readZigzagInt();
            case Tag.LONG -> in.readZigzag();
            case Tag.FLOAT -> Float.intBitsToFloat(in.readInt());
            case Tag.DOUBLE -> Double.longBitsToDouble(in.readLong());
            case Tag.BIG_INTEGER -> readBigInteger(in);
            case Tag.BIG_DECIMAL -> {
                int scale = in.readZigzagInt();
                yield new BigDecimal(readBigInteger(in), scale);
            }
            case Tag.DURATION -> Duration.ofSeconds(in.readZigzag(), in.readVarint());
            case Tag.INSTANT -> Instant.ofEpochSecond(in.readZigzag(), in.readVarint());
            case Tag.UUID -> new UUID(in.readLong(), in.readLong());
            default -> throw CodecException.unknownTag(tag);
        };
    }

    private static void writeBigInteger(BigInteger number, Output out) {
        byte[] magnitude = number.toByteArray();
        out.writeVarint(magnitude.length);
        out.write(magnitude);
    }

    private static BigInteger readBigInteger(Input in) {
        int length = in.readCount(1);
        return new BigInteger(in.bytes(), in.take(length), length);
    }

    private static void writeTime(long seconds, int nanos, Output out) {
        out.writeZigzag(seconds);
        out.writeVarint(nanos);
    }
}
