package dev.multiproc.memory;

import java.util.concurrent.atomic.AtomicLongArray;

/** The methods of a {@link SharedLongArray} and of its model, by number. */
final class LongArraySteps {
    static final int METHODS = 17;

    private LongArraySteps() {}

    static long inModel(AtomicLongArray model, int method, int index, long argument) {
        switch (method) {
            case 0 -> {
                model.set(index, argument);
                return model.get(index);
            }
            case 1 -> {
                model.setPlain(index, argument);
                return model.getPlain(index);
            }
            case 2 -> {
                model.setRelease(index, argument);
                return model.getAcquire(index);
            }
            case 3 -> {
                model.lazySet(index, argument);
                return model.get(index);
            }
            case 4 -> {
                return model.getAndSet(index, argument);
            }
            case 5 -> {
                return model.compareAndSet(index, argument, argument + 1) ? 1 : 0;
            }
            case 6 -> {
                return model.compareAndExchange(index, argument, argument - 3);
            }
            case 7 -> {
                return model.getAndAdd(index, argument);
            }
            case 8 -> {
                return model.addAndGet(index, argument);
            }
            case 9 -> {
                return model.getAndIncrement(index);
            }
            case 10 -> {
                return model.incrementAndGet(index);
            }
            case 11 -> {
                return model.getAndDecrement(index);
            }
            case 12 -> {
                return model.decrementAndGet(index);
            }
            case 13 -> {
                return model.getAndUpdate(index, seen -> seen ^ argument);
            }
            case 14 -> {
                return model.updateAndGet(index, seen -> seen * 31 + argument);
            }
            case 15 -> {
                return model.getAndAccumulate(index, argument, Math::max);
            }
            case 16 -> {
                return model.accumulateAndGet(index, argument, Math::min);
            }
            default -> throw new IllegalArgumentException("no method " + method);
        }
    }

    static long inShared(SharedLongArray value, int method, int index, long argument) {
        switch (method) {
            case 0 -> {
                value.set(index, argument);
                return value.get(index);
            }
            case 1 -> {
                value.setPlain(index, argument);
                return value.getPlain(index);
            }
            case 2 -> {
                value.setRelease(index, argument);
                return value.getAcquire(index);
            }
            case 3 -> {
                value.lazySet(index, argument);
                return value.get(index);
            }
            case 4 -> {
                return value.getAndSet(index, argument);
            }
            case 5 -> {
                return value.compareAndSet(index, argument, argument + 1) ? 1 : 0;
            }
            case 6 -> {
                return value.compareAndExchange(index, argument, argument - 3);
            }
            case 7 -> {
                return value.getAndAdd(index, argument);
            }
            case 8 -> {
                return value.addAndGet(index, argument);
            }
            case 9 -> {
                return value.getAndIncrement(index);
            }
            case 10 -> {
                return value.incrementAndGet(index);
            }
            case 11 -> {
                return value.getAndDecrement(index);
            }
            case 12 -> {
                return value.decrementAndGet(index);
            }
            case 13 -> {
                return value.getAndUpdate(index, seen -> seen ^ argument);
            }
            case 14 -> {
                return value.updateAndGet(index, seen -> seen * 31 + argument);
            }
            case 15 -> {
                return value.getAndAccumulate(index, argument, Math::max);
            }
            case 16 -> {
                return value.accumulateAndGet(index, argument, Math::min);
            }
            default -> throw new IllegalArgumentException("no method " + method);
        }
    }
}
