package dev.multiproc.internal.log;

import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.rollcycles.RollCycleArithmetic;

/**
 * A roll cycle that rolls by size: Chronicle's "time" is the number of the current file, one second each. So Chronicle
 * names the files by dates from 1970 on: see {@link LogDirectory#fileName}.
 */
final class SizeRollCycle implements RollCycle {
    static final SizeRollCycle INSTANCE = new SizeRollCycle();

    private final RollCycleArithmetic arithmetic = RollCycleArithmetic.of(1024, 64);

    private SizeRollCycle() {}

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
