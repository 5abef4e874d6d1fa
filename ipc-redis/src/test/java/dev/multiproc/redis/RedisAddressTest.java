package dev.multiproc.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.memory.SharedInteger;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsServer
class RedisAddressTest {
    @Test
    void oneFormOfManySpellings() {
        assertThat(RedisAddress.parse(URI.create("redis://host?session=jobs")))
                .hasToString("redis://host:6379/0?session=jobs&lease=10000ms&timeout=30000ms");
        RedisAddress full = RedisAddress.parse(
                URI.create("REDISS://ann:se%2Fcret@host:7000/3?timeout=500ms&lease=2s&session=a.b-c_1"));
        assertThat(full).hasToString("rediss://host:7000/3?session=a.b-c_1&lease=2000ms&timeout=500ms");
        assertThat(full.user()).isEqualTo("ann");
        assertThat(full.password()).isEqualTo("se/cret");
        assertThat(RedisAddress.parse(URI.create("redis://:only@host?session=x"))
                        .user())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:secret@host",
                "redis://user:secret@host?session=",
                "redis://user:secret@host?session=a/b",
                "redis://user:secret@host/name?session=x",
                "redis://user:secret@host?session=x&lease=soon",
                "redis://user:secret@host?session=x&lease=1ms",
                "redis://user:secret@host?session=x&other=1",
                "redis:///0?session=secret"
            })
    void whatIsNoneIsRefusedWithoutItsPassword(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.parse(URI.create(address)))
                .withMessageContaining("the form is redis://HOST")
                .withMessageNotContaining("secret");
    }

    @Test
    void aPasswordReachesTheChildrenAndNoMessage() throws Exception {
        try (RedisServer server = RedisServer.start("--requirepass", "secret")) {
            URI plain = server.session("locked", "");
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> Multiprocessing.open(plain))
                    .withMessageContaining("NOAUTH");
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> Multiprocessing.open(withPassword(plain, "wrong-secret")))
                    .withMessageContaining("correct the address, user or password")
                    .withMessageNotContaining("secret");
            try (Multiprocessing mp = Multiprocessing.open(withPassword(plain, "secret"))) {
                assertThat(mp.toString()).doesNotContain("secret");
                SharedInteger number = mp.sharedInteger(1);
                ChildProcess child = mp.process(() -> number.set(2)).start();
                assertThat(child.join(Duration.ofSeconds(30))).isTrue();
                assertThat(number.get()).isEqualTo(2);
            }
        }
    }

    private static URI withPassword(URI address, String password) {
        return URI.create(address.toString().replace("redis://", "redis://:" + password + "@"));
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        try (RedisServer server = RedisServer.start()) {
            URI address = server.session("none", "");
            server.close();
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> Multiprocessing.open(address))
                    .withMessageContaining("cannot connect")
                    .withMessageContaining("start a Redis or Valkey server there");
        }
    }
}
