package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Sleeps in Linux's futex, on the word itself.
 *
 * <p>An interrupt does not end a native wait; but {@link AbstractSelector} has the JDK call its {@code wakeup} when the
 * thread in it is interrupted, and that moves the word.
 */
final class FutexParker implements Parker {
    private static final int WAIT = 0;
    private static final int WAKE = 1;
    private static final int ALL = Integer.MAX_VALUE;

    private final Syscall syscall;
    private final ThreadLocal<InterruptHook> hooks = ThreadLocal.withInitial(InterruptHook::new);

    FutexParker(Syscall syscall) {
        this.syscall = syscall;
    }

    @Override
    public void park(MappedRegion region, int offset, int expected, long nanos) {
        InterruptHook hook = hooks.get();
        hook.enter(region, offset);
        try {
            if (!Thread.currentThread().isInterrupted()) {
                syscall.futexWait(address(region, offset), WAIT, expected, nanos);
            }
        } finally {
            hook.leave();
        }
    }

    @Override
    public void wake(MappedRegion region, int offset, long waiters, boolean all) {
        syscall.futexWake(address(region, offset), WAKE, all ? ALL : 1);
    }

    private long address(MappedRegion region, int offset) {
        return syscall.address(region.memory()) + offset;
    }

    @Override
    public String name() {
        return "futex/" + syscall.name();
    }

    @Override
    public void close() {}

    /** One for each waiting thread; nothing of a selector but the call-back on interrupt. */
    private final class InterruptHook extends AbstractSelector {
        private MappedRegion region;
        private int offset;

        InterruptHook() {
            super(null);
        }

        void enter(MappedRegion newRegion, int newOffset) {
            synchronized (this) {
                region = newRegion;
                offset = newOffset;
            }
            begin();
        }

        void leave() {
            end();
            synchronized (this) {
                region = null;
            }
        }

        @Override
        public Selector wakeup() {
            synchronized (this) {
                if (region != null) {
                    region.getAndAddInt(offset, 1);
                    wake(region, offset, -1L, true);
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
