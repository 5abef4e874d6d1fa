package dev.multiproc.internal.park;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Sleeps in Linux's futex, on the word itself.
 *
 * <p>An interrupt does not end a native wait; but {@link AbstractSelector} has the JDK call its {@code wakeup} when the
 * thread in it is interrupted, and that wakes it. Threads keep what belongs to
 * their hooks, so nothing here leads to a session's memory.
 */
final class Futex {
    private static final int ALL = Integer.MAX_VALUE;

    private final Syscall syscall;
    private final ToLongFunction<ByteBuffer> nativeCall;
    private final ThreadLocal<InterruptHook> hooks = ThreadLocal.withInitial(InterruptHook::new);

    Futex(Syscall syscall) {
        this.syscall = syscall;
        this.nativeCall = syscall::address;
    }

    /** Sleeps in the kernel, whatever thread this is. */
    void sleep(Parker.Word word, int expected, long nanos) {
        InterruptHook hook = hooks.get();
        hook.enter(word);
        try {
            if (!Thread.currentThread().isInterrupted()) {
                syscall.futexWait(address(word), expected, nanos, (int) word.waiterBit());
            }
        } finally {
            hook.leave();
        }
    }

    /** Wakes threads that sleep here on the word; as of {@link Parker#wake}. */
    void wake(Parker.Word word, long waiters, boolean all) {
        syscall.futexWake(address(word), all ? ALL : 1, (int) waiters);
    }

    private long address(Parker.Word word) {
        return word.region().address(nativeCall) + word.offset();
    }

    String name() {
        return "futex/" + syscall.name();
    }

    /** One for each waiting thread; nothing of a selector but the call-back on interrupt. */
    private final class InterruptHook extends AbstractSelector {
        /** How long to wait between knocks at a thread that is on its way into the kernel. */
        private static final long REPEAT_NANOS = 100_000;

        private final Thread owner = Thread.currentThread();
        /** Null while the thread does not wait. */
        private volatile Parker.Word word;
        /** How many waits the thread has begun. Written by it alone, ahead of the word. */
        private volatile int waits;

        InterruptHook() {
            super(null);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate")
        void enter(Parker.Word newWord) {
            waits++;
            word = newWord;
            begin();
        }

        void leave() {
            word = null;
            end();
        }

        /**
         * Called by the interrupting thread. The wake may come before the sleep, so it is repeated until the thread is back. It
         * may be back at its next wait by then: newer JDKs do not hold it up meanwhile.
         */
        @Override
        public Selector wakeup() {
            if (Thread.currentThread() == owner) {
                // It was interrupted on its way here, and will not go to sleep.
                return this;
            }
            int interrupted = waits;
            for (Parker.Word sleeping = word; sleeping != null && waits == interrupted; sleeping = word) {
                wake(sleeping, sleeping.waiterBit(), true);
                if (word != null) {
                    LockSupport.parkNanos(REPEAT_NANOS);
                }
            }
            return this;
        }

        @Override
        protected void implCloseSelector() {}

        @Override
        protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<SelectionKey> keys() {
            return Set.of();
        }

        @Override
        public Set<SelectionKey> selectedKeys() {
            return Set.of();
        }

        @Override
        public int selectNow() {
            return 0;
        }

        @Override
        public int select(long timeout) {
            return 0;
        }

        @Override
        public int select() {
            return 0;
        }
    }
}
