package dev.multiproc.launcher.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The output of one job after another in one stream. A line that begins with a marker follows each job's output; the marker is
 * random, so that no job writes it.
 */
final class MarkedStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream stream;
    private final byte[] marker;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int begin;
    private int end;

    /** Gets pieces of output. */
    @FunctionalInterface
    interface Sink {
        void accept(byte[] bytes, int offset, int length);
    }

    MarkedStream(InputStream stream, byte[] marker) {
        this.stream = stream;
        this.marker = marker.clone();
    }

    /**
     * Reads what is left of a job's output.
     *
     * @return what is behind the marker in its line; null if the stream ended before a marker
     */
    String readJob(Sink sink) throws IOException {
        while (true) {
            int at = findMarker();
            pass(sink, at);
            if (end - begin >= marker.length) {
                return restOfLine();
            }
            if (!fill()) {
                pass(sink, end);
                return null;
            }
        }
    }

    private void pass(Sink sink, int until) {
        if (until > begin) {
            sink.accept(buffer, begin, until - begin);
            begin = until;
        }
    }

    /** Where the marker, or what may be the begin of one, is; the end of the buffer if there is none. */
    private int findMarker() {
        for (int at = begin; at < end; at++) {
            if (buffer[at] == marker[0] && isMarker(at)) {
                return at;
            }
        }
        return end;
    }

    private boolean isMarker(int at) {
        int length = Math.min(marker.length, end - at);
        for (int i = 1; i < length; i++) {
            if (buffer[at + i] != marker[i]) {
                return false;
            }
        }
        return true;
    }

    private String restOfLine() throws IOException {
        begin += marker.length;
        int lineEnd = begin;
        while (true) {
            while (lineEnd < end && buffer[lineEnd] != '\n') {
                lineEnd++;
            }
            if (lineEnd < end) {
                String rest = new String(buffer, begin, lineEnd - begin, StandardCharsets.ISO_8859_1);
                begin = lineEnd + 1;
                return rest;
            }
            int before = begin;
            if (!fill()) {
                return null;
            }
            lineEnd -= before - begin;
        }
    }

    /** Reads more behind what is there, which is the begin of a marker or of its line at most. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, begin, buffer, 0, end - begin);
        end -= begin;
        begin = 0;
        int length = stream.read(buffer, end, buffer.length - end);
        if (length < 0) {
            return false;
        }
        end += length;
        return true;
    }
}
