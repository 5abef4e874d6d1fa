package dev.multiproc.memory;

import java.util.concurrent.atomic.AtomicBoolean;

/** The methods of a {@link SharedBoolean} and of its model, by number. */
final class BooleanSteps {
    private BooleanSteps() {}

    static boolean inModel(AtomicBoolean model, int method, boolean argument) {
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
                return model.compareAndSet(argument, false);
            }
            case 6 -> {
                return model.compareAndSet(argument, true);
            }
            case 7 -> {
                return model.compareAndExchange(argument, false);
            }
            case 8 -> {
                return model.compareAndExchange(argument, true);
            }
            default -> throw new IllegalArgumentException("no method " + method);
        }
    }

    static boolean inShared(SharedBoolean value, int method, boolean argument) {
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
                return value.compareAndSet(argument, false);
            }
            case 6 -> {
                return value.compareAndSet(argument, true);
            }
            case 7 -> {
                return value.compareAndExchange(argument, false);
            }
            case 8 -> {
                return value.compareAndExchange(argument, true);
            }
            default -> throw new IllegalArgumentException("no method " + method);
        }
    }
}
