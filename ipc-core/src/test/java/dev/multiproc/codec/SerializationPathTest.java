package dev.multiproc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ProcessTask;
import java.io.Serializable;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnusedVariable") // Read by serialization alone
class SerializationPathTest {
    private static final String THREAD = "java.lang.Thread is not Serializable";

    record Order(String id, Customer customer) implements Serializable {}

    static class Customer implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Thread SHARED = new Thread("static");
        Object worker;
        transient Thread ignored = new Thread("transient");
        Customer friend = this;
        int number;

        Customer(Object worker) {
            this.worker = worker;
        }
    }

    static final class Vip extends Customer {
        private static final long serialVersionUID = 1L;
        private final List<Object> gifts = new ArrayList<>();

        Vip(Object... gifts) {
            super(null);
            this.gifts.addAll(Arrays.asList(gifts));
        }
    }

    static final class Handle implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Thread live = new Thread("live");
        private final Object standIn;

        Handle(Object standIn) {
            this.standIn = standIn;
        }

        Object writeReplace() {
            return new Customer(standIn);
        }
    }

    final class Inner implements Serializable {
        private static final long serialVersionUID = 1L;

        String test() {
            return SerializationPathTest.this.toString();
        }
    }

    static final class OwnList extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void nothingIsFoundWhereAllCanBeSerialized() {
        assertThat(SerializationPath.find(null)).isNull();
        assertThat(SerializationPath.find("text")).isNull();
        assertThat(SerializationPath.find(new Order("1", new Customer(List.of(1, "a")))))
                .isNull();
        assertThat(SerializationPath.find(new Handle(null))).isNull();
    }

    @Test
    void theRootItself() {
        assertThat(SerializationPath.find(new Thread())).isEqualTo("java.lang.Thread (" + THREAD + ")");
    }

    @Test
    void fieldsAreFollowedThroughRecordsClassesAndSuperclasses() {
        assertThat(SerializationPath.find(new Order("1", new Customer(new Thread()))))
                .isEqualTo("java.lang.Thread at Order.customer -> Customer.worker (" + THREAD + ")");
        Vip vip = new Vip();
        vip.worker = new Thread();
        assertThat(SerializationPath.find(vip)).isEqualTo("java.lang.Thread at Customer.worker (" + THREAD + ")");
    }

    @Test
    void elementsAreFollowed() {
        assertThat(SerializationPath.find(new Vip("a", new Object[] {1, new Thread()})))
                .isEqualTo("java.lang.Thread at Vip.gifts -> element 1 -> element 1 (" + THREAD + ")");
        assertThat(SerializationPath.find(Map.of("key", List.of(new Thread()))))
                .isEqualTo("java.lang.Thread at the value of key key -> element 0 (" + THREAD + ")");
        assertThat(SerializationPath.find(new SimpleEntry<>(1, new AtomicReference<>(new Thread()))))
                .isEqualTo(
                        "java.lang.Thread at the value of key 1 -> the value of the AtomicReference (" + THREAD + ")");
        OwnList own = new OwnList();
        own.add(new Thread());
        assertThat(SerializationPath.find(own)).isEqualTo("java.lang.Thread at element 0 (" + THREAD + ")");
        assertThat(SerializationPath.find(new IllegalStateException(new Failure(new Thread()))))
                .isEqualTo(
                        "java.lang.Thread at the cause of IllegalStateException -> Failure.culprit (" + THREAD + ")");
    }

    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Object culprit;

        Failure(Object culprit) {
            this.culprit = culprit;
        }
    }

    @Test
    void aComparatorThatIsNoneOfOursToSeeIsLeftToJavasOwnMessage() {
        TreeSet<String> set = new TreeSet<>((a, b) -> a.compareTo(b));
        assertThat(SerializationPath.find(set)).isNull();
    }

    @Test
    void replacementsAreFollowedInPlaceOfFields() {
        assertThat(SerializationPath.find(new Handle(new Thread())))
                .isEqualTo("java.lang.Thread at Customer.worker (" + THREAD + ")");
    }

    @Test
    void theEnclosingObjectIsNamed() {
        assertThat(SerializationPath.find(new Inner()))
                .isEqualTo(getClass().getName() + " at the object around Inner ("
                        + getClass().getName() + " is not Serializable)");
    }

    @Test
    void capturedArgumentsAreNamed() {
        String fine = "fine";
        Customer customer = new Customer(new Thread());
        ProcessTask task = () -> System.out.println(fine + customer.number);
        assertThat(SerializationPath.find(task))
                .isEqualTo("java.lang.Thread at captured argument 2 (type Customer) of the lambda in "
                        + getClass().getName() + ".capturedArgumentsAreNamed -> Customer.worker (" + THREAD + ")");
    }

    @Test
    void thisInALambdaIsNamed() {
        ProcessTask task = () -> System.out.println(this);
        assertThat(SerializationPath.find(task))
                .startsWith(getClass().getName() + " at this, used in the lambda in "
                        + getClass().getName() + ".thisInALambdaIsNamed (copy what it needs");
    }

    @Test
    void methodReferencesAreNamed() {
        Thread thread = new Thread();
        ProcessTask task = thread::interrupt;
        assertThat(SerializationPath.find(task))
                .isEqualTo("java.lang.Thread at captured argument 1 (type Thread) of the method reference "
                        + "java.lang.Thread::interrupt in " + getClass().getName() + " (" + THREAD + ")");
    }

    @Test
    void lambdasThatAreNotSerializableAreNamedByTheirInterface() {
        Runnable plain = () -> {};
        assertThat(SerializationPath.find(new Customer(plain)))
                .isEqualTo("a lambda in " + getClass().getName()
                        + " for java.lang.Runnable at Customer.worker (java.lang.Runnable is not Serializable)");
    }

    @Test
    void largeGraphsEndInTime() {
        Object[] chain = {new Thread()};
        for (int i = 0; i < 1_000_000; i++) {
            chain = new Object[] {chain};
        }
        assertThat(SerializationPath.find(chain)).isNull();
    }
}
