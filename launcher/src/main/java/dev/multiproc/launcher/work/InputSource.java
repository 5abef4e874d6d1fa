package dev.multiproc.launcher.work;

import dev.multiproc.worker.ItemProducer;
import java.io.FileDescriptor;
import java.io.FileInputStream;

/**
 * The lines of this process's standard input.
 *
 * @param lineEnd a line feed, or NUL
 */
public record InputSource(char lineEnd) implements Source {
    @Override
    public ItemProducer<?> open() {
        LineReader lines = new LineReader(new FileInputStream(FileDescriptor.in), lineEnd);
        return (ItemProducer<byte[]>) lines::next;
    }

    @Override
    public boolean givesLines() {
        return true;
    }

    @Override
    public String describe() {
        return "lines of standard input";
    }
}
