package dev.multiproc.internal.log;

import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.rollcycles.RollCycleArithmetic;

/**
 * A roll cycle that is told when to roll: its "time" is the number of the file, one second each, so that Chronicle names the
 * files by dates from 1970 on.
 */
final class SizeRollCycle implements RollCycle {
    static final SizeRollCycle INSTANCE = new SizeRollCycle();

    private static final int SECONDS_A_DAY = 86_400;
    private final RollCycleArithmetic arithmetic = RollCycleArithmetic.of(1024, 64);

    private SizeRollCycle() {}

    /** The name Chronicle gives to a file: what {@link #format} makes of the cycle's second. */
    static String fileName(int cycle) {
        java.time.LocalDate day = java.time.LocalDate.ofEpochDay(cycle / SECONDS_A_DAY);
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
                || day > java.time.YearMonth.of(year, month).lengthOfMonth()) {
            return -1;
        }
        long days = java.time.LocalDate.of(year, month, day).toEpochDay();
        int second = time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100;
        long cycle = days * SECONDS_A_DAY + second;
        return cycle <= Integer.MAX_VALUE && cycle >= 0 && fileName((int) cycle).equals(fileName) ? (int) cycle : -1;
    }

    @Override
    public String format() {
        return "yyyyMMdd-HHmmss'P'";
    }

    @Override
    public int lengthInMillis() {
        return 1000;
    }

    @Override
    public int defaultIndexCount() {
        return arithmetic.indexCount();
    }

    @Override
    public int defaultIndexSpacing() {
        return arithmetic.indexSpacing();
    }

    @Override
    public int current(TimeProvider time, long epochMillis) {
        return (int) ((time.currentTimeMillis() - epochMillis) / lengthInMillis());
    }

    @Override
    public long toIndex(int cycle, long sequenceNumber) {
        return arithmetic.toIndex(cycle, sequenceNumber);
    }

    @Override
    public long toSequenceNumber(long index) {
        return arithmetic.toSequenceNumber(index);
    }

    @Override
    public int toCycle(long index) {
        return arithmetic.toCycle(index);
    }

    @Override
    public long maxMessagesPerCycle() {
        return arithmetic.maxMessagesPerCycle();
    }
}
