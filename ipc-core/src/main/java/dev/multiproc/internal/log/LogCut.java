package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.SetAside;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cuts a log that nobody uses behind a page: what follows is damaged, or nothing leads to it any more. */
public final class LogCut {
    private final Path directory;
    private final SetAside aside;
    private final List<Path> moved = new ArrayList<>();

    /** For the log in a directory. */
    public LogCut(Path directory, SetAside aside) {
        this.directory = directory;
        this.aside = aside;
    }

    /** Repairs the content of a page in its mapped file. */
    public interface Mending {
        void mend(MappedRegion region);
    }

    /** Moves the first file aside; false if there is none. */
    public boolean cutFirstFile() throws IOException {
        List<Integer> cycles = LogDirectory.cycles(directory);
        if (!cycles.isEmpty()) {
            moved.add(aside.move(LogDirectory.file(directory, cycles.get(0))));
        }
        return !cycles.isEmpty();
    }

    /**
     * Moves all files after a page's own aside. Of its own file it keeps a copy there, and invalidates the later pages.
     *
     * @param mending repairs the page itself
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

    /** The new paths of all files moved or copied aside. */
    public List<Path> moved() {
        return moved;
    }
}
