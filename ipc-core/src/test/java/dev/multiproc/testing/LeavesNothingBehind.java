package dev.multiproc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePreDestroyCallback;

/** After a class: no child JVM, no thread, no session directory, no open or mapped file of a session is left. */
public final class LeavesNothingBehind implements BeforeAllCallback, AfterAllCallback, TestInstancePreDestroyCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Set<Path> before = Set.of();

    @Override
    public void beforeAll(ExtensionContext context) {
        before = Leftovers.sessions();
    }

    @Override
    public void preDestroyTestInstance(ExtensionContext context) {
        forget(context.getRequiredTestInstance());
    }

    /** JUnit keeps one instance of some classes for good, and with it a session that is closed, and its mapped memory. */
    private static void forget(Object test) {
        for (Class<?> type = test.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (!Modifier.isStatic(modifiers)
                        && !Modifier.isFinal(modifiers)
                        && !field.getType().isPrimitive()) {
                    clear(field, test);
                }
            }
        }
    }

    private static void clear(Field field, Object test) {
        try {
            field.setAccessible(true);
            field.set(test, null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot clear " + field, e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // The one of all tests of the class, if there is such a one.
        context.getTestInstance().ifPresent(LeavesNothingBehind::forget);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Leftovers.beside(before)).as("left behind").isEmpty());
    }
}
