package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The methods that the tables from Python to Java name on the Java side are there. */
class MigrationDocumentTest {
    private static final Pattern ROW = Pattern.compile("^\\|.*\\|(.*)\\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CALL = Pattern.compile("\\b([a-z]\\w*)\\(");
    private static final Pattern NAME = Pattern.compile("[a-z]\\w*");
    /** Words of the tables that stand for something of the user's, or are Java's. */
    private static final Set<String> OTHERS = Set.of("f", "p", "main", "task", "close", "try", "merge");

    @ParameterizedTest
    @ValueSource(strings = {"docs/migration.md", "docs/pools.md", "README.md"})
    void everyMethodIsThere(String document) throws IOException {
        Set<String> named = new TreeSet<>();
        for (MatchResult row : ROW.matcher(Files.readString(Path.of("..").resolve(document)))
                .results()
                .toList()) {
            for (MatchResult code : CODE.matcher(row.group(1)).results().toList()) {
                String text = code.group(1);
                if (NAME.matcher(text).matches()) {
                    named.add(text);
                }
                CALL.matcher(text).results().forEach(call -> named.add(call.group(1)));
            }
        }
        named.removeAll(OTHERS);
        assertThat(named).hasSizeGreaterThan(5);
        assertThat(methods()).containsAll(named);
    }

    private static Set<String> methods() throws IOException {
        List<Class<?>> types = new ArrayList<>(List.of(
                BlockingQueue.class,
                CompletableFuture.class,
                ExecutorService.class,
                AtomicInteger.class,
                Lock.class,
                Condition.class));
        Path root = Path.of("target", "classes");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace(File.separatorChar, '.');
                if (name.startsWith("dev.") && !name.contains("internal")) {
                    types.add(type(name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return types.stream()
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, MigrationDocumentTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }
}
