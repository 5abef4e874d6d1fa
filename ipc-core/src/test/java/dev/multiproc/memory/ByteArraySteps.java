package dev.multiproc.memory;

/** The methods of a {@link SharedByteArray}, and what they do to an array of the heap, by number. */
final class ByteArraySteps {
    static final int METHODS = 17;

    private ByteArraySteps() {}

    static byte inModel(byte[] model, int method, int index, byte argument) {
        byte old = model[index];
        byte next =
                switch (method) {
                    case 0, 1, 2, 3, 4 -> argument;
                    case 5 -> (byte) (old == argument ? argument + 1 : old);
                    case 6 -> (byte) (old == argument ? argument - 3 : old);
                    case 7, 8 -> (byte) (old + argument);
                    case 9, 10 -> (byte) (old + 1);
                    case 11, 12 -> (byte) (old - 1);
                    case 13 -> (byte) (old ^ argument);
                    case 14 -> (byte) (old * 31 + argument);
                    case 15 -> (byte) Math.max(old, argument);
                    case 16 -> (byte) Math.min(old, argument);
                    default -> throw new IllegalArgumentException("no method " + method);
                };
        model[index] = next;
        return switch (method) {
            case 5 -> (byte) (old == argument ? 1 : 0);
            case 4, 6, 7, 9, 11, 13, 15 -> old;
            default -> next;
        };
    }

    static byte inShared(SharedByteArray value, int method, int index, byte argument) {
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
                return (byte) (value.compareAndSet(index, argument, (byte) (argument + 1)) ? 1 : 0);
            }
            case 6 -> {
                return value.compareAndExchange(index, argument, (byte) (argument - 3));
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
