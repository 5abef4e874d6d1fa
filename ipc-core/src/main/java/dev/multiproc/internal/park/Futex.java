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
 * Sleeps in the kernel on a word of shared memory, by Linux's futex.
 *
 * <p>An interrupt does not end a native wait. But the JDK calls the {@code wakeup} of an {@link AbstractSelector} when
 * the thread in it is interrupted, and that call wakes the thread here. Each thread keeps its hook for good, so a hook
 * refers to a session's memory only while its thread waits.
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

    /** Sleeps in the kernel, even if this is a virtual thread. */
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

    /** Wakes threads that sleep on the word by {@link #sleep}; parameters as in {@link Parker#wake}. */
    void wake(Parker.Word word, long waiters, boolean all) {
        syscall.futexWake(address(word), all ? ALL : 1, (int) waiters);
    }

    private long address(Parker.Word word) {
        return word.region().address(nativeCall) + word.offset();
    }

    String name() {
        return "futex/" + syscall.name();
    }

    /** Gets the call-back on interrupt for one thread; not used as a selector otherwise. */
    private final class InterruptHook extends AbstractSelector {
        /** How long to wait before the next attempt to wake a thread that may still be on its way into the kernel. */
        private static final long REPEAT_NANOS = 100_000;

        private final Thread owner = Thread.currentThread();
        /** Null while the thread does not wait. */
        private volatile Parker.Word word;
        /** How many waits the thread has begun. Written by that thread only, before {@link #word}. */
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
         * Called by the interrupting thread. The wake-up may come before the sleep, so it is repeated until the thread
         * has left its wait. By then the thread may be in its next wait, since newer JDKs do not block it meanwhile; so
         * waits are counted.
         */
        @Override
        public Selector wakeup() {
            if (Thread.currentThread() == owner) {
                // The thread was interrupted before the wait began, and will not go to sleep.
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
