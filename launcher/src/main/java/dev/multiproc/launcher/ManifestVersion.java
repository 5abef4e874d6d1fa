package dev.multiproc.launcher;

import picocli.CommandLine.IVersionProvider;

/** The version from the manifest of the jar. */
public final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        String version = Main.class.getPackage().getImplementationVersion();
        String java = System.getProperty("java.version");
        return "multiproc " + (version == null ? "(not from a jar)" : version) + ", Java " + java;
    }
}
