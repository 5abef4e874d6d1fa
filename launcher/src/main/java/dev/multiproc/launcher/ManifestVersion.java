package dev.multiproc.launcher;

import picocli.CommandLine.IVersionProvider;

/** The versions of this program, of Chronicle Queue and of the JVM; the first two from the manifest of the jar. */
public final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /**
     * The versions in one line.
     *
     * @return for example {@code multiproc 1.2.3, Chronicle Queue 2026.4, Java 17.0.15}
     */
    public static String text() {
        Package here = Main.class.getPackage();
        String java = ", Java " + System.getProperty("java.version");
        return here.getImplementationVersion() == null
                ? "multiproc (not from a jar)" + java
                : "multiproc " + here.getImplementationVersion() + ", " + here.getSpecificationTitle() + " "
                        + here.getSpecificationVersion() + java;
    }
}
