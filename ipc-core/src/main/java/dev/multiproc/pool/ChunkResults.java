package dev.multiproc.pool;

import dev.multiproc.codec.EncodedThrowable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of a chunk, of which some may be exceptions.
 *
 * <pre>
 *   number of exceptions (4) | for each: index (4), exception | encoded list of the results, with null for exceptions
 * </pre>
 *
 * @param values the results
 * @param failures the exceptions by their index
 */
record ChunkResults(List<?> values, Map<Integer, Throwable> failures) {
    /** Encodes the results; what cannot be encoded becomes an exception. */
    static byte[] encode(Payloads payloads, Object[] values, Map<Integer, Throwable> failures) {
        byte[] encoded;
        try {
            encoded = payloads.encodeAll(Arrays.asList(values));
        } catch (RuntimeException | StackOverflowError e) {
            failUnencodable(payloads, values, failures);
            encoded = payloads.encodeAll(Arrays.asList(values));
        }
        int length = Integer.BYTES + encoded.length;
        List<byte[]> exceptions = new ArrayList<>();
        for (Throwable failure : failures.values()) {
            byte[] exception = EncodedThrowable.of(failure).toBytes();
            exceptions.add(exception);
            length += Integer.BYTES + exception.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).putInt(failures.size());
        int next = 0;
        for (int index : failures.keySet()) {
            out.putInt(index).put(exceptions.get(next++));
        }
        return out.put(encoded).array();
    }

    private static void failUnencodable(Payloads payloads, Object[] values, Map<Integer, Throwable> failures) {
        for (int i = 0; i < values.length; i++) {
            try {
                if (values[i] != null) {
                    payloads.encodeValue(values[i]);
                }
            } catch (RuntimeException | StackOverflowError e) {
                values[i] = null;
                failures.put(i, TaskRun.unencodable(e));
            }
        }
    }

    static ChunkResults decode(Payloads payloads, ByteBuffer in) {
        Map<Integer, Throwable> failures = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            int index = in.getInt();
            failures.put(index, EncodedThrowable.from(in).decode());
        }
        return new ChunkResults(payloads.decodeAll(in), failures);
    }
}
