package dev.multiproc.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.inspect.InspectedProcess.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessProbeTest {
    private static final String AFTER_STATE = " 1 2 3 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 17 0 987654 1 2";

    private static long start(String stat) {
        byte[] bytes = stat.getBytes(StandardCharsets.UTF_8);
        return ProcessProbe.start(bytes, bytes.length);
    }

    @Test
    void theStartIsReadBehindANameOfAnyKind() {
        assertThat(start("42 (java) S" + AFTER_STATE)).isEqualTo(987654);
        assertThat(start("42 (a) Z (b 7 7 7) S" + AFTER_STATE)).isEqualTo(987654);
        assertThat(start("42 (stopped) T" + AFTER_STATE)).isEqualTo(987654);
    }

    @Test
    void aZombieIsGoneWhenItsLastThreadIs() {
        assertThat(start("42 (java) Z" + AFTER_STATE)).isEqualTo(987654);
        assertThat(start("42 (java) Z" + AFTER_STATE.replace(" 17 ", " 1 "))).isZero();
        assertThat(start("42 (java) X" + AFTER_STATE.replace(" 17 ", " 1 "))).isZero();
    }

    @Test
    void whatCannotBeReadIsUnknown() {
        assertThat(start("")).isEqualTo(-1);
        assertThat(start("42 (java) S 1 2")).isEqualTo(-1);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux says in /proc when a process began")
    void aProcessIsKnownByItsPidAndItsStart() throws Exception {
        long start = ProcessProbe.startTicks();
        long namespace = ProcessProbe.namespace();
        long me = ProcessHandle.current().pid();
        assertThat(start).isPositive();
        assertThat(namespace).isPositive();
        assertThat(ProcessProbe.knowsAlive(me, start, namespace)).isTrue();
        assertThat(ProcessProbe.knowsAlive(me, start + 1, namespace)).isFalse();
        assertThat(ProcessProbe.canTell(start + 1, namespace)).isTrue();
        // Who is in another namespace may be alive and may be dead.
        assertThat(ProcessProbe.knowsAlive(me, start, namespace + 1)).isFalse();
        assertThat(ProcessProbe.canTell(start, namespace + 1)).isFalse();
        assertThat(ProcessProbe.isGone(me)).isFalse();
        assertThat(ProcessProbe.state(me, start, namespace)).isEqualTo(State.RUNNING);
        assertThat(ProcessProbe.state(me, start + 1, namespace)).isEqualTo(State.KILLED);
        assertThat(ProcessProbe.state(me, start, namespace + 1)).isEqualTo(State.UNKNOWN);
    }

    /** Its parent is a shell that does not ask how it ended. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux says in /proc when a process began")
    void aZombieIsGone() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
        try {
            byte[] line = new byte[32];
            int length = parent.getInputStream().read(line);
            long child = Long.parseLong(new String(line, 0, length, StandardCharsets.US_ASCII).strip());
            assertThat(ProcessProbe.isGone(child)).isFalse();
            assertThat(ProcessProbe.state(child, 0, 0)).isEqualTo(State.RUNNING);
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(child))
                            .start()
                            .waitFor())
                    .isZero();
            await().atMost(10, TimeUnit.SECONDS).until(() -> ProcessProbe.state(child, 0, 0) == State.STOPPED);
            // A shell may ask.
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> Files.readString(Path.of("/proc", Long.toString(parent.pid()), "comm"))
                            .equals("sleep\n"));
            ProcessHandle.of(child).orElseThrow().destroyForcibly();
            await().atMost(10, TimeUnit.SECONDS).until(() -> ProcessProbe.isGone(child));
            assertThat(state(child)).isEqualTo("Z");
            assertThat(ProcessProbe.state(child, 0, 0)).isEqualTo(State.KILLED);
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    private static String state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
    }
}
