package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the one jar of the command says about itself, and about the libraries that are packed into it. */
class JarContentIT {
    private static final Path JAR = Path.of("target", "multiproc.jar");

    @Test
    void theManifestNamesTheModuleAndTheVersions() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo("dev.multiproc.launcher");
            assertThat(manifest.getValue("Main-Class")).isEqualTo(Main.class.getName());
            assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
            assertThat(manifest.getValue(Attributes.Name.SPECIFICATION_VERSION))
                    .as("the version of Chronicle Queue")
                    .matches("\\d+(\\.\\d+)+");
        }
    }

    @Test
    void everyPackedLibraryIsListedWithItsLicence() throws IOException {
        List<Path> packed = packedLibraries();
        assertThat(packed).as("the libraries in %s", JAR).hasSizeGreaterThan(5);
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> lines = text(jar, "META-INF/THIRD-PARTY.txt").lines().toList();
            for (Path library : packed) {
                // A repository's path ends with artifact/version/file.
                String version = String.valueOf(library.getParent().getFileName());
                String artifact = String.valueOf(library.getParent().getParent().getFileName());
                assertThat(lines)
                        .as("the licence of %s", library)
                        .anyMatch(line -> line.matches("\\s*\\(.+\\) .*:" + artifact + ":\\Q" + version + "\\E .*"));
            }
            assertThat(lines).noneMatch(line -> line.contains("Unknown license"));
        }
    }

    /** A library with a licence of another kind has to come with its text. */
    @Test
    void theTextOfEveryLicenceIsThere() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> libraries = text(jar, "META-INF/THIRD-PARTY.txt")
                    .lines()
                    .filter(line -> line.strip().startsWith("("))
                    .toList();
            for (String library : libraries) {
                assertThat(textFor(library)).as(library).isPresent();
            }
            assertThat(text(jar, "META-INF/licenses/LICENSE")).contains("Apache License");
            assertThat(text(jar, "META-INF/licenses/EPL-2.0.md")).contains("Eclipse Public License - v 2.0");
            assertThat(text(jar, "META-INF/licenses/LGPL-2.1.txt")).contains("GNU LESSER GENERAL PUBLIC LICENSE");
            assertThat(text(jar, "META-INF/licenses/slf4j-api.txt")).contains("QOS.ch");
            assertThat(text(jar, "META-INF/licenses/HdrHistogram.txt")).contains("BSD");
            assertThat(text(jar, "META-INF/licenses/jna.txt")).contains("Apache License");
        }
    }

    private static Optional<String> textFor(String library) {
        if (library.contains("(Apache-2.0)")) {
            return Optional.of("LICENSE");
        }
        if (library.contains("(EPL-2.0)")) {
            return Optional.of("EPL-2.0.md");
        }
        if (library.contains("(MIT-0)")) {
            return Optional.of("MIT-0.txt");
        }
        if (library.contains("(MIT) Lettuce")) {
            return Optional.of("lettuce.txt");
        }
        if (library.contains("(MIT) SLF4J")) {
            return Optional.of("slf4j-api.txt");
        }
        return library.contains("HdrHistogram") ? Optional.of("HdrHistogram.txt") : Optional.empty();
    }

    private static String text(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry).as("%s in %s", name, JAR).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Each JVM that starts reads the names of all files of the first jar. */
    @Test
    void whatIsForServersIsInAJarOfItsOwn() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile());
                JarFile forServers =
                        new JarFile(JAR.resolveSibling("multiproc-redis.jar").toFile())) {
            String provider = "META-INF/services/dev.multiproc.spi.SessionProvider";
            assertThat(jar.getJarEntry(provider)).isNull();
            assertThat(forServers.getJarEntry(provider)).isNotNull();
            assertThat(jar.stream().map(JarEntry::getName))
                    .noneMatch(name -> name.startsWith("io/netty/") || name.startsWith("io/lettuce/"));
            assertThat(forServers.stream().map(JarEntry::getName))
                    .noneMatch(name -> name.startsWith("dev/multiproc/launcher/"));
        }
    }

    /** The jars on the class path of this test whose classes are in the one jar, without the project's own. */
    private static List<Path> packedLibraries() throws IOException {
        List<Path> libraries = new ArrayList<>();
        try (JarFile all = new JarFile(JAR.toFile());
                JarFile forServers =
                        new JarFile(JAR.resolveSibling("multiproc-redis.jar").toFile())) {
            for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (element.endsWith(".jar")) {
                    addIfPacked(Path.of(element), all, forServers, libraries);
                }
            }
        }
        return libraries;
    }

    private static void addIfPacked(Path library, JarFile all, JarFile forServers, List<Path> libraries)
            throws IOException {
        try (JarFile jar = new JarFile(library.toFile())) {
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .findFirst()
                    .filter(name -> !name.startsWith("dev/multiproc/"))
                    .filter(name -> all.getJarEntry(name) != null || forServers.getJarEntry(name) != null)
                    .ifPresent(name -> libraries.add(library));
        }
    }
}
