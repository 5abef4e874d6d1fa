package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps in Linux's futex, on the word itself.
 *
 * <p>An interrupt does not end a native wait; but {@link AbstractSelector} has the JDK call its {@code wakeup} when the
 * thread in it is interrupted, and that wakes it.
 */
final class FutexParker implements Parker {
    private static final int ALL = Integer.MAX_VALUE;

    private final Syscall syscall;
    /** The last that was asked for: a session has its words in one. */
    private volatile Memory memory = new Memory(null, 0);

    private final ThreadLocal<InterruptHook> hooks = ThreadLocal.withInitial(InterruptHook::new);

    /** Where a region lies in this process; asking for it is a call of native code. */
    private record Memory(MappedRegion region, long address) {}

    FutexParker(Syscall syscall) {
        this.syscall = syscall;
    }

    @Override
    public void park(Word word, int expected, long nanos) {
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

    @Override
    public void wake(Word word, long waiters, boolean all) {
        syscall.futexWake(address(word), all ? ALL : 1, (int) waiters);
    }

    private long address(Word word) {
        Memory known = memory;
        if (known.region() != word.region()) {
            known = new Memory(word.region(), syscall.address(word.region().memory()));
            memory = known;
        }
        return known.address() + word.offset();
    }

    @Override
    public String name() {
        return "futex/" + syscall.name();
    }

    @Override
    public void close() {}

    /** One for each waiting thread; nothing of a selector but the call-back on interrupt. */
    private final class InterruptHook extends AbstractSelector {
        /** How long to wait between knocks at a thread that is on its way into the kernel. */
        private static final long KNOCK_NANOS = 100_000;

        private final Thread owner = Thread.currentThread();
        /** Null while the thread does not wait. */
        private volatile Word word;

        InterruptHook() {
            super(null);
        }

        void enter(Word newWord) {
            word = newWord;
            begin();
        }

        void leave() {
            word = null;
            end();
        }

        /** Called by the interrupting thread. The wake may come before the sleep, so it is repeated until the thread is back. */
        @Override
        public Selector wakeup() {
            if (Thread.currentThread() == owner) {
                // It was interrupted on its way here, and will not go to sleep.
                return this;
            }
            for (Word sleeping = word; sleeping != null; sleeping = word) {
                wake(sleeping, sleeping.waiterBit(), true);
                if (word != null) {
                    LockSupport.parkNanos(KNOCK_NANOS);
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
