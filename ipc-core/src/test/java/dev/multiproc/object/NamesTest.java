package dev.multiproc.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.ObjectExistsException;
import dev.multiproc.SharedObjects;
import dev.multiproc.memory.SharedArray;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every object has a name by which it is found, made only, or found only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class NamesTest {
    private Multiprocessing mp;

    /** How an object is made without a name and with one, and what its name is. */
    private record Kind<T>(
            Function<SharedObjects, T> fresh, BiFunction<SharedObjects, String, T> named, Function<T, String> name) {
        void check(Multiprocessing mp, String aName) {
            T unnamed = fresh.apply(mp);
            for (SharedObjects objects : new SharedObjects[] {mp, mp.openOnly()}) {
                assertThat(named.apply(objects, name.apply(unnamed))).isSameAs(unnamed);
            }
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(() -> named.apply(mp, name.apply(unnamed) + "0"))
                    .withMessageContaining("name=" + name.apply(unnamed) + "0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> named.apply(mp.createOnly(), name.apply(unnamed)))
                    .withMessageContaining("exclamation mark");
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(() -> named.apply(mp.openOnly(), aName))
                    .withMessageContaining("name=" + aName);
            T made = named.apply(mp.createOnly(), aName);
            assertThat(name.apply(made)).isEqualTo(aName);
            assertThat(named.apply(mp, aName)).isSameAs(made);
            assertThat(named.apply(mp.openOnly(), aName)).isSameAs(made);
            assertThatExceptionOfType(ObjectExistsException.class)
                    .isThrownBy(() -> named.apply(mp.createOnly(), aName))
                    .withMessageContaining("name=" + aName);
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> fresh.apply(mp.openOnly()));
            assertThat(fresh.apply(mp.createOnly())).isNotSameAs(unnamed);
        }
    }

    private static Map<String, Kind<?>> kinds() {
        Map<String, Kind<?>> kinds = new LinkedHashMap<>();
        kinds.put("queue", new Kind<>(mp -> mp.queue(), (mp, name) -> mp.queue(name), queue -> queue.name()));
        kinds.put(
                "joinable",
                new Kind<>(mp -> mp.joinableQueue(), (mp, name) -> mp.joinableQueue(name), queue -> queue.name()));
        kinds.put("lock", new Kind<>(SharedObjects::lock, SharedObjects::lock, SharedLock::name));
        kinds.put(
                "rw",
                new Kind<>(SharedObjects::readWriteLock, SharedObjects::readWriteLock, SharedReadWriteLock::name));
        kinds.put("sem", new Kind<>(mp -> mp.semaphore(1), (mp, name) -> mp.semaphore(name, 1), it -> it.name()));
        kinds.put("event", new Kind<>(mp -> mp.event(), (mp, name) -> mp.event(name), it -> it.name()));
        kinds.put("latch", new Kind<>(mp -> mp.latch(1), (mp, name) -> mp.latch(name, 1), it -> it.name()));
        kinds.put("barrier", new Kind<>(mp -> mp.barrier(1), (mp, name) -> mp.barrier(name, 1), it -> it.name()));
        kinds.put(
                "int", new Kind<>(mp -> mp.sharedInteger(1), (mp, name) -> mp.sharedInteger(name, 1), it -> it.name()));
        kinds.put("long", new Kind<>(mp -> mp.sharedLong(1), (mp, name) -> mp.sharedLong(name, 1), it -> it.name()));
        kinds.put(
                "double",
                new Kind<>(mp -> mp.sharedDouble(1), (mp, name) -> mp.sharedDouble(name, 1), it -> it.name()));
        kinds.put(
                "boolean",
                new Kind<>(mp -> mp.sharedBoolean(true), (mp, name) -> mp.sharedBoolean(name, true), it -> it.name()));
        kinds.put(
                "reference",
                new Kind<>(
                        mp -> mp.sharedReference("a"), (mp, name) -> mp.sharedReference(name, "a"), it -> it.name()));
        kinds.put("ints", array(mp -> mp.sharedIntArray(1), (mp, name) -> mp.sharedIntArray(name, 1)));
        kinds.put("longs", array(mp -> mp.sharedLongArray(1), (mp, name) -> mp.sharedLongArray(name, 1)));
        kinds.put("doubles", array(mp -> mp.sharedDoubleArray(1), (mp, name) -> mp.sharedDoubleArray(name, 1)));
        kinds.put("bytes", array(mp -> mp.sharedByteArray(1), (mp, name) -> mp.sharedByteArray(name, 1)));
        kinds.put(
                "block", new Kind<>(mp -> mp.sharedMemory(1), (mp, name) -> mp.sharedMemory(name, 1), it -> it.name()));
        return kinds;
    }

    private static Kind<SharedArray> array(
            Function<SharedObjects, SharedArray> fresh, BiFunction<SharedObjects, String, SharedArray> named) {
        return new Kind<>(fresh, named, SharedArray::name);
    }

    @BeforeAll
    void open() {
        mp = Multiprocessing.open();
    }

    @AfterAll
    void close() {
        mp.close();
    }

    @Test
    void eachKindIsFoundAndMadeByName() {
        kinds().forEach((name, kind) -> kind.check(mp, "a " + name));
    }

    @Test
    void whatBelongsToAnObjectIsFoundToo() {
        assertThat(mp.sharedMemory(mp.sharedMemory(5).name()).size()).isEqualTo(5);
        SharedArray array = mp.sharedIntArray("locked", 1);
        assertThat(mp.lock(array.lock().name())).isSameAs(array.lock());
        var queue = mp.queue("deadly");
        assertThat((Object) mp.queue(queue.deadLetters().name())).isSameAs(queue.deadLetters());
        SharedLock lock = mp.lock();
        assertThat(lock.newCondition(lock.newCondition().name()).lock()).isSameAs(lock);
    }

    @Test
    void aNameOfAnotherKindIsInUse() {
        mp.lock("taken");
        assertThatExceptionOfType(ObjectExistsException.class)
                .isThrownBy(() -> mp.createOnly().queue("taken"))
                .withMessageContaining("SharedLock");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.openOnly().queue("taken"))
                .withMessageContaining("SharedLock");
    }
}
