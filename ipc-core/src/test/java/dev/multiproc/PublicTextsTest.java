package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.queue.JoinableQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What users see of the library's objects in a log or a debugger: their public type's name, and nothing internal. */
class PublicTextsTest extends InOpenSession {
    private static final Pattern INTERNAL =
            Pattern.compile("internal|Mapped|Local|Slot|@[0-9a-f]+|LogQueue|Lambda", Pattern.CASE_INSENSITIVE);

    private Map<String, Object> objects() throws InterruptedException {
        JoinableQueue<String> joinable = mp.joinableQueue("joinable");
        joinable.put("item");
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("Multiprocessing", mp);
        all.put("ProcessInfo", Multiprocessing.currentProcess());
        all.put("ChildProcess", mp.process("child", () -> {}));
        all.put("ChildOutput", ChildOutput.lines(line -> {}));
        all.put("SharedQueue", mp.queue("queue"));
        all.put("JoinableQueue", joinable);
        all.put("Delivery", joinable.receive());
        all.put("SharedLock", mp.lock("lock"));
        all.put("SharedCondition", mp.lock("lock").newCondition());
        all.put("SharedReadWriteLock", mp.readWriteLock("readWriteLock"));
        all.put("SharedSemaphore", mp.semaphore("semaphore", 1));
        all.put("SharedEvent", mp.event("event"));
        all.put("SharedLatch", mp.latch("latch", 1));
        all.put("SharedBarrier", mp.barrier("barrier", 1));
        all.put("SharedIntArray", mp.sharedIntArray("ints", 1));
        all.put("SharedLongArray", mp.sharedLongArray("longs", 1));
        all.put("SharedDoubleArray", mp.sharedDoubleArray("doubles", 1));
        all.put("SharedByteArray", mp.sharedByteArray("bytes", 1));
        all.put("SharedMemory", mp.sharedMemory("memory", 1));
        return all;
    }

    @Test
    void theyShowTheirPublicTypeAndNothingInternal() throws Exception {
        Map<String, Object> objects = objects();
        assertThat(objects)
                .allSatisfy((type, object) ->
                        assertThat(object.toString()).startsWith(type + "[").doesNotContainPattern(INTERNAL));
    }
}
