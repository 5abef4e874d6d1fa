package dev.multiproc.internal.launch;

import dev.multiproc.ChildOptions;
import java.io.File;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out where class loaders get their classes from. For a program that was started with a class path, that is the class path.
 * A plug-in, a Spring Boot jar or an application server has other loaders, and the class path is only that of their launcher.
 *
 * <p>The places of a parent loader come before those of its child, since most loaders ask their parent first.
 */
final class LoaderPlaces {
    /** One class of each jar that this library needs, to find the jar by. */
    private static final List<String> NEEDED_CLASSES = List.of(
            ChildCommand.class.getName(),
            "org.slf4j.LoggerFactory",
            "com.sun.jna.Library",
            "net.openhft.chronicle.queue.ChronicleQueue",
            "net.openhft.chronicle.core.Jvm",
            "net.openhft.chronicle.bytes.Bytes",
            "net.openhft.chronicle.wire.Wire",
            "net.openhft.chronicle.threads.Pauser",
            "net.openhft.affinity.Affinity",
            "net.openhft.posix.PosixAPI");

    private final NestedJars nestedJars;
    private final Set<String> entries = new LinkedHashSet<>();
    private final Set<ClassLoader> asked = Collections.newSetFromMap(new IdentityHashMap<>());

    private LoaderPlaces(NestedJars nestedJars) {
        this.nestedJars = nestedJars;
    }

    /** The entries that the user adds, and the class path of this JVM. */
    static ClassPlaces ofThisJvm(ChildOptions options) {
        List<String> classPath = chosen(options);
        classPath.addAll(systemClassPath());
        return withModules(classPath);
    }

    /**
     * The entries that the user adds, and the places that these loaders get their classes from.
     *
     * @param loaders the loader of this library first; elements may be null
     * @param fallback a directory for unpacked jars if the cache cannot be written
     */
    static ClassPlaces of(ChildOptions options, List<ClassLoader> loaders, Path fallback) {
        LoaderPlaces places = new LoaderPlaces(new NestedJars(fallback));
        places.entries.addAll(chosen(options));
        for (ClassLoader loader : loaders) {
            places.ask(loader);
        }
        return withModules(new ArrayList<>(places.entries));
    }

    private static List<String> chosen(ChildOptions options) {
        List<String> entries = new ArrayList<>();
        for (Path entry : options.classPath()) {
            entries.add(entry.toAbsolutePath().toString());
        }
        return entries;
    }

    private void ask(ClassLoader loader) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader() || !asked.add(loader)) {
            return;
        }
        if (loader == ClassLoader.getSystemClassLoader()) {
            entries.addAll(systemClassPath());
            return;
        }
        ask(loader.getParent());
        if (loader instanceof URLClassLoader known) {
            for (URL url : known.getURLs()) {
                addUrl(url);
            }
            nestedJars.addTo(entries);
        } else if (loader == LoaderPlaces.class.getClassLoader()) {
            addNeeded(loader);
        }
    }

    private void addUrl(URL url) {
        String text = url.toString();
        if (text.startsWith("jar:") && text.endsWith("!/")) {
            text = text.substring("jar:".length(), text.length() - "!/".length());
        }
        if (nestedJars.isNested(text)) {
            nestedJars.want(text);
        } else {
            nestedJars.addTo(entries);
            String file = file(text);
            if (file != null) {
                entries.add(file);
            }
        }
    }

    private void addNeeded(ClassLoader loader) {
        for (String name : NEEDED_CLASSES) {
            try {
                addPlacesOf(Class.forName(name, false, loader));
            } catch (ClassNotFoundException | LinkageError e) {
                // This process runs without the class, and so can the child.
            }
        }
    }

    private void addPlacesOf(Class<?> type) {
        entries.addAll(places(type));
    }

    /** The files that a class, and the modules with it, were loaded from, if its loader tells. */
    static List<String> places(Class<?> type) {
        ModuleLayer layer = type.getModule().getLayer();
        List<String> places = new ArrayList<>();
        if (layer != null && layer != ModuleLayer.boot()) {
            for (ResolvedModule module : layer.configuration().modules()) {
                module.reference()
                        .location()
                        .map(URI::toString)
                        .map(LoaderPlaces::file)
                        .ifPresent(places::add);
            }
            return places;
        }
        CodeSource source = type.getProtectionDomain().getCodeSource();
        String place = source == null || source.getLocation() == null
                ? null
                : file(source.getLocation().toString());
        return place == null ? List.of() : List.of(place);
    }

    /** The path in a file's address; null if the address is not that of a file. */
    private static String file(String address) {
        if (!address.startsWith("file:")) {
            return null;
        }
        try {
            return new File(new URI(address)).getPath();
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            // Many programs make such addresses without the necessary encoding.
            return new File(address.substring("file:".length())).getPath();
        }
    }

    private static List<String> systemClassPath() {
        String classPath = System.getProperty("java.class.path", "");
        List<String> entries = new ArrayList<>();
        if (classPath.isEmpty() && System.getProperty("jdk.module.main") != null) {
            return entries; // A modular program has no class path unless it is given one.
        }
        // The child may start in another directory.
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(new File(entry).getAbsolutePath());
        }
        return entries;
    }

    private static ClassPlaces withModules(List<String> classPath) {
        String path = System.getProperty("jdk.module.path");
        if (path == null) {
            return new ClassPlaces(classPath, List.of(), List.of(), false);
        }
        List<String> modulePath = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator)) {
            modulePath.add(new File(entry).getAbsolutePath());
        }
        List<String> modules = new ArrayList<>();
        for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
            boolean isOfTheJdk = module.reference()
                    .location()
                    .map(URI::getScheme)
                    .orElse("jrt")
                    .equals("jrt");
            if (!isOfTheJdk) {
                modules.add(module.name());
            }
        }
        Module own = LoaderPlaces.class.getModule();
        return new ClassPlaces(classPath, modulePath, modules, own.isNamed() && own.getLayer() == ModuleLayer.boot());
    }

    /** Whether a JVM with this class path would find a class. */
    static boolean have(List<String> classPath, Class<?> type) {
        URL[] urls = new URL[classPath.size()];
        try {
            for (int i = 0; i < urls.length; i++) {
                urls[i] = new File(classPath.get(i)).toURI().toURL();
            }
            try (URLClassLoader finder = new URLClassLoader(urls, null)) {
                return finder.findResource(type.getName().replace('.', '/') + ".class") != null;
            }
        } catch (IOException e) {
            throw new IllegalStateException("no address for a file of the class path", e);
        }
    }
}
