package dev.multiproc.internal.log;

import dev.multiproc.internal.control.FreeRoom;
import dev.multiproc.internal.control.OwnAccess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files of a log: their names, how they are created and deleted, and how their room is reserved. Does not use
 * Chronicle.
 */
final class LogDirectory {
    /** What is reserved at the beginning of a file for Chronicle's header and index. */
    static final int HEADER_BYTES = 64 * 1024;
    /** What is reserved after a page, for the header of the next document or the end mark. */
    private static final int SLACK_BYTES = 4 * 1024;

    /** From the beginning of a document: padding that aligns the page, the page's header, and a record's header. */
    private static final int PAGE_HEAD_BYTES = 3 * PageDescriptor.ALIGNMENT;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

    private static final String TABLE_NAME = "metadata.cq4t";
    private static final String TAKEN_NAME = "retired";
    /** The first file's name until it is complete. */
    private static final String BEGUN_NAME = "begun";

    private static final long MARGIN_BYTES = 1024 * 1024;
    private static final int SECONDS_A_DAY = 86_400;

    private LogDirectory() {}

    /** The name that Chronicle gives to a file: the cycle's second in the format {@link SizeRollCycle#format}. */
    static String fileName(int cycle) {
        LocalDate day = LocalDate.ofEpochDay(cycle / SECONDS_A_DAY);
        int second = cycle % SECONDS_A_DAY;
        int date = day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
        int time = second / 3600 * 10_000 + second / 60 % 60 * 100 + second % 60;
        return date + "-" + Integer.toString(1_000_000 + time).substring(1) + "P.cq4";
    }

    /** The cycle of the file with that name, -1 if there is none. */
    static int cycle(String fileName) {
        if (!fileName.matches("[0-9]{8}-[0-9]{6}P\\.cq4")) {
            return -1;
        }
        int year = Integer.parseInt(fileName.substring(0, 4));
        int month = Integer.parseInt(fileName.substring(4, 6));
        int day = Integer.parseInt(fileName.substring(6, 8));
        int time = Integer.parseInt(fileName.substring(9, 15));
        if (month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()) {
            return -1;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        int second = time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100;
        long cycle = days * SECONDS_A_DAY + second;
        return cycle <= Integer.MAX_VALUE && cycle >= 0 && fileName((int) cycle).equals(fileName) ? (int) cycle : -1;
    }

    /**
     * Creates the directory, but not its parents: if they are gone the session is, and nothing of it may be created
     * again.
     */
    static void make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            OwnAccess.toDirectory(directory.toFile());
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    static void checkRoom(Path directory) throws IOException {
        long usable = FreeRoom.bytes(directory);
        if (usable < MARGIN_BYTES) {
            throw new IOException("only " + usable + " bytes are free");
        }
    }

    static Path file(Path directory, int cycle) {
        return directory.resolve(fileName(cycle));
    }

    /** Creates an empty table if there is none: if Chronicle created it, the umask would decide its permissions. */
    static void makeTable(Path directory) {
        File table = directory.resolve(TABLE_NAME).toFile();
        try {
            if (table.createNewFile()) {
                OwnAccess.toFile(table);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether Chronicle has ever opened the log. */
    static boolean hasTable(Path directory) {
        return directory.resolve(TABLE_NAME).toFile().exists();
    }

    static Path begun(Path directory) {
        return directory.resolve(BEGUN_NAME);
    }

    /** Creates a file and reserves its beginning, so that Chronicle finds room for what it writes there. */
    static void prepare(Path directory, int cycle) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file(directory, cycle), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            OwnAccess.toFile(file(directory, cycle).toFile());
            if (channel.size() == 0) {
                zero(channel, 0, HEADER_BYTES);
            }
        }
    }

    /**
     * Makes a new file of one whose records are all done, and whose memory exists already. False if there is no such
     * file.
     */
    static boolean prepare(Path directory, int cycle, int retired) throws IOException {
        Path taken = directory.resolve(TAKEN_NAME);
        try {
            Files.move(file(directory, retired), taken, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false;
        }
        LogKillPoint.ROLL_TAKEN.here();
        try (FileChannel channel = FileChannel.open(taken, StandardOpenOption.WRITE)) {
            zero(channel, 0, HEADER_BYTES);
        }
        Files.move(taken, file(directory, cycle), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /**
     * Reserves the room of a document, and of what follows it.
     *
     * @param isReserved whether the file has memory there already, from its earlier use
     */
    static void reserve(Path file, int begin, int length, boolean isReserved) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (isReserved) {
                zero(channel, begin, PAGE_HEAD_BYTES);
                zero(channel, begin + length, SLACK_BYTES);
            } else {
                zero(channel, begin, length + SLACK_BYTES);
            }
        }
    }

    private static void zero(FileChannel channel, long begin, long length) throws IOException {
        long position = begin;
        long end = begin + length;
        while (position < end) {
            ByteBuffer zeros = ZEROS.duplicate();
            zeros.limit((int) Math.min(zeros.capacity(), end - position));
            position += channel.write(zeros, position);
        }
    }

    /** The numbers of all files, in order. */
    static List<Integer> cycles(Path directory) throws IOException {
        List<Integer> cycles = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.cq4")) {
                for (Path file : files) {
                    int cycle = cycle(file.getFileName().toString());
                    if (cycle >= 0) {
                        cycles.add(cycle);
                    }
                }
            }
        }
        Collections.sort(cycles);
        return cycles;
    }

    /** Deletes Chronicle's own table, which it creates again from the files. */
    static void deleteTable(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(TABLE_NAME));
    }

    /** Deletes a file whose records are all done. */
    static void delete(Path directory, int cycle) throws IOException {
        Files.deleteIfExists(file(directory, cycle));
    }
}
