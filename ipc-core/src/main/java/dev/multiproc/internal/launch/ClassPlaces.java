package dev.multiproc.internal.launch;

import java.util.List;

/**
 * Where a child finds its classes.
 *
 * @param classPath jars and directories
 * @param modulePath jars and directories of modules; empty if the parent has no module path
 * @param modules the modules that the child has besides those that its main module needs
 * @param isModular whether this library is a named module in the child
 */
record ClassPlaces(List<String> classPath, List<String> modulePath, List<String> modules, boolean isModular) {
    /** Copies the lists. */
    ClassPlaces {
        classPath = List.copyOf(classPath);
        modulePath = List.copyOf(modulePath);
        modules = List.copyOf(modules);
    }

    boolean hasModules() {
        return !modulePath.isEmpty();
    }
}
