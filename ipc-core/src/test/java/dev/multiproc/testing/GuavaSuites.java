package dev.multiproc.testing;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Guava's tests of collections, which are of an old JUnit, as dynamic tests. */
public final class GuavaSuites {
    private GuavaSuites() {}

    /** A test for each part of a suite: thousands of tests one by one take JUnit longer to report than to run. */
    public static Stream<DynamicNode> nodes(TestSuite suite) {
        return Collections.list(suite.tests()).stream()
                .map(part -> DynamicTest.dynamicTest(part.toString(), () -> run(part)));
    }

    private static void run(Test part) {
        TestResult result = new TestResult();
        part.run(result);
        List<TestFailure> failures = new ArrayList<>(Collections.list(result.failures()));
        failures.addAll(Collections.list(result.errors()));
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError(failures.size() + " of " + result.runCount() + " tests failed: "
                    + failures.stream().map(TestFailure::toString).collect(Collectors.joining("\n", "\n", "\n")));
            failures.forEach(failure -> error.addSuppressed(failure.thrownException()));
            throw error;
        }
        if (result.runCount() == 0) {
            throw new AssertionError("no tests in " + part);
        }
    }

    /** The tests of a class of them whose names begin so, to be suppressed. */
    public static List<Method> testsOf(Class<?> tester, String begin) {
        List<Method> tests = Arrays.stream(tester.getMethods())
                .filter(method -> method.getName().startsWith(begin))
                .toList();
        if (tests.isEmpty()) {
            throw new IllegalArgumentException("no tests to suppress, class=" + tester.getName() + ", begin=" + begin);
        }
        return tests;
    }
}
