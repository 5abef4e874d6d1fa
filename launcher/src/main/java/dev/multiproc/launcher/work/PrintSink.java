package dev.multiproc.launcher.work;

import java.util.Arrays;

/**
 * Prints the items, as the end of a pipeline.
 *
 * @param lineEnd a line feed, or NUL
 * @param output where they go
 */
public record PrintSink(char lineEnd, OutputRoute output) implements Sink {
    @Override
    public Handler open() {
        return item -> {
            byte[] line = Arrays.copyOf(item.bytes(), item.bytes().length + 1);
            line[line.length - 1] = (byte) lineEnd;
            output.write(line, line.length);
            item.done();
        };
    }

    @Override
    public String describe() {
        return "prints its items";
    }
}
