package dev.multiproc;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Classes that {@linkplain Options#withSpares spares} load and initialize while they wait for a task, so that the task finds them
 * ready. A class with a static initializer of your own can prepare anything else. Python's {@code
 * set_forkserver_preload(module_names, on_error)}. Immutable.
 */
public final class Preload {
    private static final Preload NOTHING = new Preload(List.of(), OnError.WARN);

    /** What happens if a class cannot be loaded or initialized. */
    public enum OnError {
        /** Nothing; the task meets the failure if it needs the class. */
        IGNORE,
        /** Each spare says so in a line on standard error, and goes on. */
        WARN,
        /**
         * Each child, also one that is no spare, fails before its task: with exit code 1, and the reason in {@link
         * ChildProcess#failure()}.
         */
        FAIL
    }

    private final List<String> classNames;
    private final OnError onError;

    private Preload(List<String> classNames, OnError onError) {
        this.classNames = List.copyOf(classNames);
        this.onError = Objects.requireNonNull(onError, "onError");
    }

    /**
     * Nothing is loaded ahead.
     *
     * @return the default
     */
    public static Preload nothing() {
        return NOTHING;
    }

    /**
     * Loads these classes ahead. A spare that cannot do so says so and goes on; see {@link #onError(OnError)}.
     *
     * @param classes classes that a child finds by their names
     * @return what to load
     * @throws IllegalArgumentException if a class has no name of its own, as that of a lambda
     */
    public static Preload of(Class<?>... classes) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : classes) {
            if (type.isHidden() || type.isArray() || type.isPrimitive()) {
                throw new IllegalArgumentException("this class cannot be loaded by its name, class=" + type.getName());
            }
            names.add(type.getName());
        }
        return new Preload(names, OnError.WARN);
    }

    /**
     * Loads the classes with these names ahead. A spare that cannot do so says so and goes on; see {@link #onError(OnError)}.
     *
     * @param classNames binary names, as of {@link Class#getName}
     * @return what to load
     * @throws IllegalArgumentException if a name is empty or has a space in it
     */
    public static Preload ofNames(String... classNames) {
        for (String name : classNames) {
            if (name.isEmpty() || name.indexOf(' ') >= 0) {
                throw new IllegalArgumentException("this is no name of a class, name=\"" + name + "\"");
            }
        }
        return new Preload(List.of(classNames), OnError.WARN);
    }

    /**
     * Sets what happens if a class cannot be loaded or initialized.
     *
     * @param reaction what happens
     * @return a changed copy
     */
    public Preload onError(OnError reaction) {
        return new Preload(classNames, reaction);
    }

    /**
     * The classes, in the order in which they are loaded.
     *
     * @return binary names
     */
    public List<String> classNames() {
        return classNames;
    }

    /**
     * What happens if a class cannot be loaded or initialized.
     *
     * @return the reaction
     */
    public OnError onError() {
        return onError;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preload that && classNames.equals(that.classNames) && onError == that.onError;
    }

    @Override
    public int hashCode() {
        return 31 * classNames.hashCode() + onError.hashCode();
    }

    @Override
    public String toString() {
        return "Preload[classNames=" + classNames + ", onError=" + onError + "]";
    }
}
