package dev.multiproc.queue;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.testers.CollectionRemoveAllTester;
import com.google.common.collect.testing.testers.CollectionRemoveIfTester;
import com.google.common.collect.testing.testers.CollectionRemoveTester;
import com.google.common.collect.testing.testers.CollectionRetainAllTester;
import com.google.common.collect.testing.testers.CollectionToStringTester;
import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.GuavaSuites;
import dev.multiproc.testing.LeavesNothingBehind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Guava asks of any {@link Queue}, asked of ours. */
@ExtendWith(LeavesNothingBehind.class)
class SharedQueueConformanceTest {
    /** More than any of Guava's tests puts. */
    private static final QueueOptions BOUNDED = QueueOptions.bounded(64);

    private static final QueueOptions UNBOUNDED = QueueOptions.unbounded();

    private static Multiprocessing session;

    @BeforeAll
    static void open() {
        session = Multiprocessing.open();
    }

    @AfterAll
    static void close() {
        session.close();
        session = null;
    }

    @TestFactory
    Stream<DynamicNode> plainAndUnbounded() {
        return suite("plain and unbounded", session.queue(UNBOUNDED));
    }

    @TestFactory
    Stream<DynamicNode> plainAndBounded() {
        return suite("plain and bounded", session.queue(BOUNDED));
    }

    @TestFactory
    Stream<DynamicNode> joinableAndUnbounded() {
        return suite("joinable and unbounded", session.joinableQueue(UNBOUNDED));
    }

    @TestFactory
    Stream<DynamicNode> joinableAndBounded() {
        return suite("joinable and bounded", session.joinableQueue(BOUNDED));
    }

    /** The tests for one queue, which is emptied for each: a session holds a limited number of them. */
    private static Stream<DynamicNode> suite(String name, SharedQueue<String> queue) {
        TestSuite suite = QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
                    @Override
                    protected Queue<String> create(String[] elements) {
                        queue.clear();
                        Collections.addAll(queue, elements);
                        return queue;
                    }
                })
                .named(name)
                .withFeatures(
                        CollectionSize.ANY,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionFeature.SUPPORTS_ADD,
                        CollectionFeature.SUPPORTS_REMOVE)
                .suppressing(whatDoesNotFit())
                .createTestSuite();
        return GuavaSuites.nodes(suite);
    }

    private static Collection<Method> whatDoesNotFit() {
        List<Method> methods = new ArrayList<>();
        // SUPPORTS_REMOVE stands for poll, remove() and clear here. An item leaves from the head only, so these refuse;
        // QueueBoundContract says so.
        for (Class<?> tester : List.of(
                CollectionRemoveTester.class,
                CollectionRemoveAllTester.class,
                CollectionRemoveIfTester.class,
                CollectionRetainAllTester.class)) {
            methods.addAll(GuavaSuites.testsOf(tester, "test"));
        }
        // Ours names the queue and its size; the items may be many, and large.
        methods.addAll(GuavaSuites.testsOf(CollectionToStringTester.class, "test"));
        return methods;
    }
}
