package dev.multiproc.memory;

import java.util.concurrent.atomic.AtomicInteger;

/** The methods of a {@link SharedInteger} and of its model, by number. */
final class IntegerSteps {
    private IntegerSteps() {}

    static int inModel(AtomicInteger model, int method, int argument) {
        switch (method) {
            case 0 -> {
                model.set(argument);
                return model.get();
            }
            case 1 -> {
                model.setPlain(argument);
                return model.getPlain();
            }
            case 2 -> {
                model.setRelease(argument);
                return model.getAcquire();
            }
            case 3 -> {
                model.lazySet(argument);
                return model.get();
            }
            case 4 -> {
                return model.getAndSet(argument);
            }
            case 5 -> {
                return model.compareAndSet(argument, argument + 1) ? 1 : 0;
            }
            case 6 -> {
                return model.compareAndExchange(argument, argument - 3);
            }
            case 7 -> {
                return model.getAndAdd(argument);
            }
            case 8 -> {
                return model.addAndGet(argument);
            }
            case 9 -> {
                return model.getAndIncrement();
            }
            case 10 -> {
                return model.incrementAndGet();
            }
            case 11 -> {
                return model.getAndDecrement();
            }
            case 12 -> {
                return model.decrementAndGet();
            }
            case 13 -> {
                return model.getAndUpdate(seen -> seen ^ argument);
            }
            case 14 -> {
                return model.updateAndGet(seen -> seen * 31 + argument);
            }
            case 15 -> {
                return model.getAndAccumulate(argument, Math::max);
            }
            case 16 -> {
                return model.accumulateAndGet(argument, Math::min);
            }
            default -> throw new IllegalArgumentException("no method " + method);
        }
    }

    static int inShared(SharedInteger value, int method, int argument) {
        switch (method) {
            case 0 -> {
                value.set(argument);
                return value.get();
            }
            case 1 -> {
                value.setPlain(argument);
                return value.getPlain();
            }
            case 2 -> {
                value.setRelease(argument);
                return value.getAcquire();
            }
            case 3 -> {
                value.lazySet(argument);
                return value.get();
            }
            case 4 -> {
                return value.getAndSet(argument);
            }
            case 5 -> {
                return value.compareAndSet(argument, argument + 1) ? 1 : 0;
            }
            case 6 -> {
                return value.compareAndExchange(argument, argument - 3);
            }
            case 7 -> {
                return value.getAndAdd(argument);
            }
            case 8 -> {
                return value.addAndGet(argument);
            }
            case 9 -> {
                return value.getAndIncrement();
            }
            case 10 -> {
                return value.incrementAndGet();
            }
            case 11 -> {
                return value.getAndDecrement();
            }
            case 12 -> {
                return value.decrementAndGet();
            }
            case 13 -> {
                return value.getAndUpdate(seen -> seen ^ argument);
            }
            case 14 -> {
                return value.updateAndGet(seen -> seen * 31 + argument);
            }
            case 15 -> {
                return value.getAndAccumulate(argument, Math::max);
            }
            case 16 -> {
                return value.accumulateAndGet(argument, Math::min);
            }
            default -> throw new IllegalArgumentException("no method " + method);
        }
    }
}
