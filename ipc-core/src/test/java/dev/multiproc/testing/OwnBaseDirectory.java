package dev.multiproc.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has each JVM that runs tests, and the programs that they start, make sessions in a directory of their own: several such JVMs run
 * at once, and each looks whether its tests have left a session. Found by JUnit as a service; needs no {@link ExtendWith}.
 */
public final class OwnBaseDirectory implements BeforeAllCallback {
    /** The library's. */
    public static final String PROPERTY = "multiproc.baseDirectory";

    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public void beforeAll(ExtensionContext context) {
        if (System.getProperty(PROPERTY) == null) {
            Path parent = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            File own = parent.resolve(
                            "multiproc-tests-" + ProcessHandle.current().pid())
                    .toFile();
            System.setProperty(PROPERTY, own.toString());
            // Goes if it is empty, as it should be.
            own.deleteOnExit();
        }
    }
}
