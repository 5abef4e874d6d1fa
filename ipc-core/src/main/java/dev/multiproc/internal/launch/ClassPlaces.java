package dev.multiproc.internal.launch;

import java.util.List;

/**
 * Where a child finds its classes.
 *
 * @param classPath jars and directories
 * @param modulePath the same for modules; empty where the parent has none
 * @param modules the names of the modules that the child has beside those that its main module needs
 * @param isModular whether this library is a module there
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
