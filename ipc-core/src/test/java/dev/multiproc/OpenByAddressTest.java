package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.spi.SessionProvider;
import dev.multiproc.testing.LeavesNothingBehind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeavesNothingBehind.class)
class OpenByAddressTest {
    @TempDir
    private Path directory;

    /** Named in the tests' {@code META-INF/services}. */
    public static final class Provider implements SessionProvider {
        @Override
        public String scheme() {
            return "elsewhere";
        }

        @Override
        public Multiprocessing open(URI address, Options options) {
            assertThat(address).hasHost("host").hasPath("/name");
            return Multiprocessing.open(options);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local:/", "LOCAL:/", "local:///"})
    void aPrivateSession(String address) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(URI.create(address))) {
            SharedQueue<String> queue = mp.queue();
            queue.put("item");
            assertThat(queue.take()).isEqualTo("item");
        }
    }

    @Test
    void aDurableSession() throws Exception {
        URI address = directory.resolve("session dir").toUri();
        try (Multiprocessing mp = Multiprocessing.open(address)) {
            mp.<String>queue("name").put("item");
        }
        assertThat(Files.exists(directory.resolve("session dir/control"))).isTrue();
        try (Multiprocessing mp = Multiprocessing.open(address, Options.defaults())) {
            assertThat(mp.<String>queue("name").take()).isEqualTo("item");
        }
    }

    @Test
    void anotherModuleOpensTheRest() {
        try (Multiprocessing mp = Multiprocessing.open(URI.create("Elsewhere://host/name"))) {
            assertThat(mp.sharedInteger(3).get()).isEqualTo(3);
        }
    }

    @Test
    void whatNobodyOpensIsSaid() {
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(URI.create("redis://user:secret@host/0")))
                .withMessageContaining("scheme=redis")
                .withMessageContaining("add the module")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/path", "/a/path", "local:name", "file:relative", "file://host/path"})
    void whatIsNoAddressIsRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Multiprocessing.open(URI.create(address)))
                .withMessageContaining(address)
                .withMessageContaining("file:///DIRECTORY");
    }
}
