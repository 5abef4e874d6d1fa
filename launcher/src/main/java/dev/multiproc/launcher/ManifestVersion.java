package dev.multiproc.launcher;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest states. */
public final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        String java = System.getProperty("java.version");
        return new String[] {"multiproc " + (version == null ? "(not from a jar)" : version) + ", Java " + java};
    }
}
