package dev.multiproc.internal.launch;

import dev.multiproc.ChildOptions;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The commands of this process's children: a single one if the system's class loader has loaded both this library and the tasks;
 * else one for each class loader of tasks. Before a child is started, its command is checked: the child must find the library and
 * the task's class.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class ChildCommands {
    private static final ClassLoader OWN = ChildCommands.class.getClassLoader();

    private final Options options;
    private final ChildOptions childOptions;
    /** The first command's argument file; those of other commands have a number appended to this name. */
    private final Path argumentFile;

    private final Map<Loaders, ChildCommand> commands = new HashMap<>();
    private final Set<Class<?>> checked = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ShippedClasses shipped;
    private int count;

    /**
     * Commands for children with the same argument files.
     *
     * @param options the session's options
     * @param childOptions what {@link #ofArgumentFile} leaves of the options of these children
     * @param argumentFile the path of the first command's file; other files have names that begin with it
     */
    public ChildCommands(Options options, ChildOptions childOptions, Path argumentFile) {
        this.options = options;
        this.childOptions = childOptions;
        this.argumentFile = argumentFile;
        this.shipped = new ShippedClasses(beside(".classes"));
    }

    /**
     * The part of a child's options that its argument file depends on. Children that differ in nothing else share a file; what else
     * they are given comes in by {@link ChildCommand#with}.
     */
    public static ChildOptions ofArgumentFile(ChildOptions all) {
        Map<String, String> flagVariables = new HashMap<>(all.environment());
        flagVariables.keySet().retainAll(FlagVariables.NAMES);
        ChildOptions part = ChildOptions.defaults()
                .withJvmArgs(all.jvmArgs().toArray(new String[0]))
                .withClassPath(all.classPath().toArray(new Path[0]))
                .withEnvironment(flagVariables);
        if (all.maxHeap().isPresent()) {
            part = part.withMaxHeap(all.maxHeap().getAsLong());
        }
        return all.javaHome().isPresent() ? part.withJavaHome(all.javaHome().get()) : part;
    }

    private Path beside(String ending) {
        return argumentFile.resolveSibling(argumentFile.getFileName() + ending);
    }

    /** The class loaders to ask: the task's, and the thread's context loader if it has other classes, else null. */
    private record Loaders(ClassLoader task, ClassLoader context) {
        static Loaders of(ClassLoader task) {
            ClassLoader own = isAbove(task, OWN) ? OWN : task;
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            return new Loaders(own, isAbove(context, own) || isAbove(context, OWN) ? null : context);
        }

        /**
         * Written out, since the method that the JVM generates for a record makes it load 50 classes at the first start of a
         * child.
         */
        @Override
        public boolean equals(Object other) {
            return other instanceof Loaders that && task == that.task && context == that.context;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(task) + System.identityHashCode(context);
        }

        /** Whether a loader is the other one, or one of its parents. */
        private static boolean isAbove(ClassLoader loader, ClassLoader other) {
            for (ClassLoader known = other; known != null; known = known.getParent()) {
                if (known == loader) {
                    return true;
                }
            }
            return loader == null;
        }

        boolean areUsual() {
            return task == ClassLoader.getSystemClassLoader() && context == null && task == OWN;
        }
    }

    /**
     * The command for tasks whose class loader is that of this library.
     *
     * @throws MultiprocessingException if there is none
     */
    public synchronized ChildCommand usual() {
        return find(Loaders.of(OWN));
    }

    /**
     * The command for a task of this class.
     *
     * @throws MultiprocessingException if there is no JVM for it, or a child would not find the class
     */
    public synchronized ChildCommand forTask(Class<?> taskClass) {
        Loaders loaders = Loaders.of(taskClass.getClassLoader());
        ChildCommand command = find(loaders);
        if (checked.add(taskClass)) {
            command = commandThatFinds(taskClass, command, loaders);
        } else if (command.places().classPath().contains(shipped.directory().toString())) {
            // This task may hold objects of classes that have not been seen yet.
            shipped.write(taskClass);
        }
        return command;
    }

    private ChildCommand find(Loaders loaders) {
        ChildCommand command = commands.get(loaders);
        return command != null ? command : make(loaders);
    }

    private ChildCommand make(Loaders loaders) {
        ClassPlaces places;
        if (loaders.areUsual()) {
            places = LoaderPlaces.ofThisJvm(childOptions);
        } else {
            // Null is the JVM's own loader, whose classes every child finds.
            List<ClassLoader> all = Arrays.asList(OWN, loaders.task(), loaders.context());
            places = LoaderPlaces.of(childOptions, all, beside(".jars"));
        }
        if (!isFound(ChildCommands.class, places)) {
            places = withPlaceOf(ChildCommands.class, places);
        }
        return put(loaders, places);
    }

    private ChildCommand put(Loaders loaders, ClassPlaces places) {
        Path file = count == 0 ? argumentFile : beside("." + count);
        count++;
        ChildCommand command = new ChildCommand(options, childOptions, file, places);
        commands.put(loaders, command);
        return command;
    }

    /** The command, or a new one with which a child finds the class. */
    private ChildCommand commandThatFinds(Class<?> type, ChildCommand command, Loaders loaders) {
        ClassPlaces places = command.places();
        boolean isReady = false;
        try {
            ChildCommand ready = command;
            if (!isFound(type, places)) {
                if (!isFoundElsewhere(type) && shipped.write(type)) {
                    String directory = shipped.directory().toString();
                    ready = places.classPath().contains(directory) ? command : put(loaders, with(directory, places));
                } else {
                    ready = put(loaders, withPlaceOf(type, places));
                }
            }
            isReady = true;
            return ready;
        } finally {
            if (!isReady) {
                checked.remove(type);
            }
        }
    }

    private static boolean isFoundElsewhere(Class<?> type) {
        List<String> itsPlaces = LoaderPlaces.places(type);
        return !itsPlaces.isEmpty() && LoaderPlaces.have(itsPlaces, type);
    }

    /** Whether a child would find a class in these places. */
    private static boolean isFound(Class<?> type, ClassPlaces places) {
        ClassLoader loader = type.getClassLoader();
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return true;
        }
        if (type.getModule().isNamed() && type.getModule().getLayer() == ModuleLayer.boot()) {
            return places.hasModules();
        }
        // Usually this comparison is enough; but an entry may be a link, or name others in its manifest.
        for (String place : LoaderPlaces.places(type)) {
            if (places.classPath().contains(place) && new File(place).exists()) {
                return true;
            }
        }
        return LoaderPlaces.have(places.classPath(), type);
    }

    /** The places, followed by those that the class was loaded from: an agent, for example, can add to the class path. */
    private static ClassPlaces withPlaceOf(Class<?> type, ClassPlaces places) {
        List<String> itsPlaces = LoaderPlaces.places(type);
        if (!isFoundElsewhere(type)) {
            throw new MultiprocessingException(
                    "a child JVM would not find a class that it needs, class=" + type.getName()
                            + ", loader=" + type.getClassLoader() + ", from=" + itsPlaces
                            + "; a child is started with a class path of jars and directories: start this program so, or give"
                            + " its children what they need with Options.withClassPath");
        }
        ClassPlaces more = places;
        for (String place : itsPlaces) {
            more = with(place, more);
        }
        return more;
    }

    private static ClassPlaces with(String entry, ClassPlaces places) {
        List<String> classPath = new ArrayList<>(places.classPath());
        classPath.add(entry);
        return new ClassPlaces(classPath, places.modulePath(), places.modules(), places.isModular());
    }
}
