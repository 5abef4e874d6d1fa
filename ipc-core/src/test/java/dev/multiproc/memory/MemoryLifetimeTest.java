package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After the end of a session nothing in memory is used by mistake, and what is used all the same does not end the JVM. */
@ExtendWith(LeavesNothingBehind.class)
class MemoryLifetimeTest {
    private static final int LENGTH = 100_000;

    @Test
    void valuesAndArraysOfAClosedSessionAreRefused() {
        Multiprocessing mp = Multiprocessing.open();
        SharedLong value = mp.sharedLong(1);
        SharedBoolean flag = mp.sharedBoolean(true);
        SharedDouble number = mp.sharedDouble(1);
        SharedInteger small = mp.sharedInteger(1);
        SharedLongArray array = mp.sharedLongArray(4);
        SharedByteArray unused = mp.sharedByteArray(4);
        mp.close();
        List<ThrowingCallable> calls = List.of(
                value::get,
                () -> value.set(1),
                value::incrementAndGet,
                flag::get,
                number::get,
                small::getPlain,
                () -> array.get(0),
                () -> array.set(0, 1),
                array::buffer,
                unused::toArray,
                () -> mp.sharedLong(1),
                () -> mp.sharedLong("name", 1),
                () -> mp.sharedLongArray(4));
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining("closed");
        }
        array.close();
    }

    @Test
    void aViewOutlivesItsArrayAndItsSession() {
        LongBuffer view;
        ByteBuffer bytes;
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLongArray array = mp.sharedLongArray(LENGTH);
            array.set(LENGTH - 1, 7);
            view = array.buffer();
            array.close();
            bytes = mp.sharedByteArray(LENGTH).buffer();
        }
        System.gc();
        assertThat(view.get(LENGTH - 1)).isEqualTo(7);
        for (int i = 0; i < LENGTH; i++) {
            view.put(i, i);
            bytes.put(i, (byte) i);
        }
        assertThat(view.get(LENGTH / 2)).isEqualTo(LENGTH / 2);
        assertThat(bytes.get(LENGTH - 1)).isEqualTo((byte) (LENGTH - 1));
    }

    /** Every access is either done or refused. */
    @Test
    void threadsAtWorkWhileTheSessionClosesAreRefused() throws Exception {
        for (int round = 0; round < 20; round++) {
            Multiprocessing mp = Multiprocessing.open();
            SharedLong value = mp.sharedLong(0);
            SharedLongArray array = mp.sharedLongArray(LENGTH);
            List<FutureTask<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                FutureTask<Long> task = new FutureTask<>(() -> workUntilRefused(value, array));
                tasks.add(task);
                new Thread(task).start();
            }
            await().until(() -> value.get() > 10_000);
            mp.close();
            System.gc();
            for (FutureTask<Long> task : tasks) {
                // On a busy machine one of them may not have begun.
                assertThat(task.get()).isNotNegative();
            }
        }
    }

    private static long workUntilRefused(SharedLong value, SharedLongArray array) {
        long[] range = new long[1000];
        for (long done = 0; ; done++) {
            try {
                value.incrementAndGet();
                array.getAndAdd((int) (done % LENGTH), 1);
                if (done % 1000 == 0) {
                    array.get(500, range);
                    array.set(5000, range);
                }
            } catch (IllegalStateException e) {
                return done;
            }
        }
    }
}
