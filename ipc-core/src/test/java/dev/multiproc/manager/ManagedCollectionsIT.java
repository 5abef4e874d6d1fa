package dev.multiproc.manager;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import com.google.common.collect.testing.testers.CollectionIteratorTester;
import com.google.common.collect.testing.testers.CollectionRemoveIfTester;
import com.google.common.collect.testing.testers.ListListIteratorTester;
import com.google.common.collect.testing.testers.ListReplaceAllTester;
import com.google.common.collect.testing.testers.ListSubListTester;
import com.google.common.collect.testing.testers.MapComputeIfAbsentTester;
import com.google.common.collect.testing.testers.MapComputeIfPresentTester;
import com.google.common.collect.testing.testers.MapComputeTester;
import com.google.common.collect.testing.testers.MapMergeTester;
import com.google.common.collect.testing.testers.MapReplaceAllTester;
import com.google.common.collect.testing.testers.QueueElementTester;
import com.google.common.collect.testing.testers.QueuePeekTester;
import com.google.common.collect.testing.testers.QueuePollTester;
import com.google.common.collect.testing.testers.QueueRemoveTester;
import dev.multiproc.testing.GuavaSuites;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What Guava asks of any collection or map, asked of proxies of managed ones. */
class ManagedCollectionsIT extends ManagerScene {
    /** With none, one and several elements. */
    private static final CollectionSize SIZE = CollectionSize.ANY;

    private static final String FIFO = "first in, first out";

    @TestFactory
    Stream<DynamicNode> map() {
        return GuavaSuites.nodes(ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                        Map<String, String> map = manager.map();
                        for (Map.Entry<String, String> entry : entries) {
                            map.put(entry.getKey(), entry.getValue());
                        }
                        return map;
                    }
                })
                .named("map")
                .withFeatures(SIZE, MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE)
                .suppressing(functions())
                .createTestSuite());
    }

    @TestFactory
    Stream<DynamicNode> list() {
        return GuavaSuites.nodes(ListTestSuiteBuilder.using(new TestStringListGenerator() {
                    @Override
                    protected List<String> create(String[] elements) {
                        return manager.list(Arrays.asList(elements));
                    }
                })
                .named("list")
                .withFeatures(
                        SIZE,
                        ListFeature.GENERAL_PURPOSE,
                        CollectionFeature.ALLOWS_NULL_VALUES,
                        // A sublist is a copy.
                        CollectionFeature.SUBSET_VIEW)
                .suppressing(functions())
                // Which element is meant cannot be said when others change the list.
                .suppressing(
                        GuavaSuites.testsOf(CollectionIteratorTester.class, "testIterator_knownOrderRemoveSupported"))
                .suppressing(GuavaSuites.testsOf(
                        CollectionIteratorTester.class, "testIterator_removeAffectsBackingCollection"))
                .suppressing(GuavaSuites.testsOf(ListListIteratorTester.class, "testListIterator_fullyModifiable"))
                .suppressing(GuavaSuites.testsOf(ListSubListTester.class, "testSubList_subList"))
                .suppressing(GuavaSuites.testsOf(ListSubListTester.class, "testSubList_originalList"))
                .createTestSuite());
    }

    @TestFactory
    Stream<DynamicNode> set() {
        return GuavaSuites.nodes(SetTestSuiteBuilder.using(new TestStringSetGenerator() {
                    @Override
                    protected Set<String> create(String[] elements) {
                        Set<String> set = manager.set();
                        Collections.addAll(set, elements);
                        return set;
                    }
                })
                .named("set")
                .withFeatures(SIZE, SetFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE)
                .suppressing(functions())
                .createTestSuite());
    }

    @TestFactory
    Stream<DynamicNode> deque() {
        return queue(FIFO, manager.deque(), UnaryOperator.identity());
    }

    @TestFactory
    Stream<DynamicNode> queue() {
        return queue(FIFO, manager.queue(100), UnaryOperator.identity());
    }

    @TestFactory
    Stream<DynamicNode> lifoQueue() {
        return queue("lifo queue", manager.lifoQueue(), elements -> {
            List<String> backwards = new ArrayList<>(elements);
            Collections.reverse(backwards);
            return backwards;
        });
    }

    @TestFactory
    Stream<DynamicNode> priorityQueue() {
        return queue("priority queue", manager.priorityQueue(), elements -> elements.stream()
                .sorted(Comparator.naturalOrder())
                .toList());
    }

    /** The tests of one queue, which is emptied for each. */
    private static Stream<DynamicNode> queue(String name, Queue<String> queue, UnaryOperator<List<String>> order) {
        return GuavaSuites.nodes(QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
                    @Override
                    protected Queue<String> create(String[] elements) {
                        queue.clear();
                        Collections.addAll(queue, elements);
                        return queue;
                    }

                    @Override
                    public List<String> order(List<String> insertionOrder) {
                        return order.apply(insertionOrder);
                    }
                })
                .named(name)
                .withFeatures(
                        SIZE,
                        CollectionFeature.GENERAL_PURPOSE,
                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                        CollectionFeature.KNOWN_ORDER)
                .suppressing(functions())
                .suppressing(name.equals(FIFO) ? List.of() : ofInsertionOrder())
                .createTestSuite());
    }

    /** Guava's functions are not serializable, so they are refused; those that are have tests in {@link ManagerIT}. */
    private static List<Method> functions() {
        return Stream.<Class<?>>of(
                        CollectionRemoveIfTester.class,
                        ListReplaceAllTester.class,
                        MapComputeTester.class,
                        MapComputeIfAbsentTester.class,
                        MapComputeIfPresentTester.class,
                        MapMergeTester.class,
                        MapReplaceAllTester.class)
                .flatMap(tester -> GuavaSuites.testsOf(tester, "test").stream())
                .toList();
    }

    /** They take it that what came first is the head. */
    private static List<Method> ofInsertionOrder() {
        return Stream.<Class<?>>of(
                        QueueElementTester.class, QueuePeekTester.class, QueuePollTester.class, QueueRemoveTester.class)
                .flatMap(tester -> GuavaSuites.testsOf(tester, "test").stream()
                        .filter(test -> test.getName().endsWith("_sizeMany")))
                .toList();
    }
}
