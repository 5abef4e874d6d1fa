package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.SetAside;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes out of a log, that nobody uses, what is behind a page: it is damaged, or nothing leads to it any more. */
public final class LogCut {
    private final Path directory;
    private final SetAside aside;
    private final List<Path> moved = new ArrayList<>();

    /** For the log in a directory. */
    public LogCut(Path directory, SetAside aside) {
        this.directory = directory;
        this.aside = aside;
    }

    /** A change of what is in a page, whose file is mapped. */
    public interface Mending {
        void mend(MappedRegion region);
    }

    /** Sets the first file aside; false if there is none. */
    public boolean cutFirstFile() throws IOException {
        List<Integer> cycles = LogDirectory.cycles(directory);
        if (!cycles.isEmpty()) {
            moved.add(aside.move(LogDirectory.file(directory, cycles.get(0))));
        }
        return !cycles.isEmpty();
    }

    /**
     * Sets all files aside that are behind a page, and a copy of its own, whose later pages are no pages any more.
     *
     * @param mending what is to be changed in the page itself
     */
    public void cutBehind(long page, Mending mending) throws IOException {
        int last = PageDescriptor.cycle(page);
        for (int cycle : LogDirectory.cycles(directory)) {
            if (cycle > last) {
                moved.add(aside.move(LogDirectory.file(directory, cycle)));
            }
        }
        Path file = LogDirectory.file(directory, last);
        moved.add(aside.copy(file));
        MappedRegion region = MappedRegion.map(file);
        try {
            mending.mend(region);
            for (int offset : LogScan.pages(region)) {
                if (offset > PageDescriptor.offset(page)) {
                    region.setInt(offset + PageDescriptor.MAGIC_OFFSET, 0);
                }
            }
        } finally {
            region.unmap();
        }
    }

    /** What was set aside, and where it is now. */
    public List<Path> moved() {
        return moved;
    }
}
