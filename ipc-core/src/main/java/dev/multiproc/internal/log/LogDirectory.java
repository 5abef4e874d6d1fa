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

/** The files of a log: their names, how they come and go, and how their room is reserved. Knows nothing of what Chronicle is. */
final class LogDirectory {
    /** What is reserved at the begin of a file, for Chronicle's own: its header and its index. */
    static final int HEADER_BYTES = 64 * 1024;
    /** What is reserved behind a page, for the head of the next document or the mark of the end. */
    private static final int SLACK_BYTES = 4 * 1024;

    /** From a document's begin on: what aligns its page, the page's head, and a record's. */
    private static final int PAGE_HEAD_BYTES = 3 * PageDescriptor.ALIGNMENT;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

    private static final String TABLE_NAME = "metadata.cq4t";
    private static final String TAKEN_NAME = "retired";
    /** The first file until it is complete. */
    private static final String BEGUN_NAME = "begun";

    private static final long MARGIN_BYTES = 1024 * 1024;
    private static final int SECONDS_A_DAY = 86_400;

    private LogDirectory() {}

    /** The name Chronicle gives to a file: what {@link SizeRollCycle#format} makes of the cycle's second. */
    static String fileName(int cycle) {
        LocalDate day = LocalDate.ofEpochDay(cycle / SECONDS_A_DAY);
        int second = cycle % SECONDS_A_DAY;
        int date = day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
        int time = second / 3600 * 10_000 + second / 60 % 60 * 100 + second % 60;
        return date + "-" + Integer.toString(1_000_000 + time).substring(1) + "P.cq4";
    }

    /** The cycle whose file has that name, -1 if none has. */
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

    /** Not its parents: where they are gone the session is, and nothing of it may come again. */
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

    /** Makes an empty file if there is none: made by Chronicle it would get its mode from the umask. */
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

    /** Whether Chronicle was ever asked to open the log. */
    static boolean hasTable(Path directory) {
        return directory.resolve(TABLE_NAME).toFile().exists();
    }

    static Path begun(Path directory) {
        return directory.resolve(BEGUN_NAME);
    }

    /** Makes a file and reserves its beginning, so that Chronicle finds room for what it writes there. */
    static void prepare(Path directory, int cycle) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file(directory, cycle), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            OwnAccess.toFile(file(directory, cycle).toFile());
            if (channel.size() == 0) {
                zero(channel, 0, HEADER_BYTES);
            }
        }
    }

    /** Makes a file of one whose records are all done: its memory is there already. False if there is no such file. */
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
     * Reserves the room of a document, and of what comes behind it.
     *
     * @param isReserved whether the file has its memory there already, from its life before this one
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

    /** Deletes Chronicle's own table, which it makes again from the files. */
    static void deleteTable(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(TABLE_NAME));
    }

    /** Deletes a file whose records are all done. */
    static void delete(Path directory, int cycle) throws IOException {
        Files.deleteIfExists(file(directory, cycle));
    }
}
