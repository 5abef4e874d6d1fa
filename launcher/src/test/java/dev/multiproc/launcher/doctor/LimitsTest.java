package dev.multiproc.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final String HEAD =
            "Limit                     Soft Limit           Hard Limit           Units     \n";

    @TempDir
    private Path root;

    @Test
    void enoughIsFine() throws IOException {
        write("proc/self/limits", HEAD + limit("Max processes", "unlimited") + limit("Max open files", "20000"));
        write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree: 1 kB\n");
        List<Finding> findings = new Limits(root).look();
        assertThat(findings).hasSize(3).allMatch(Finding::isFine);
        assertThat(findings.get(0).text()).isEqualTo("no limit");
        assertThat(findings.get(1).text()).isEqualTo("up to 20000 for each process");
    }

    @Test
    void whatIsTooLittleComesWithAdvice() throws IOException {
        write("proc/self/limits", HEAD + limit("Max processes", "96364") + limit("Max open files", "256"));
        write("proc/meminfo", "MemTotal:       16000000 kB\n");
        write("sys/fs/cgroup/pids.max", "100\n");
        write("sys/fs/cgroup/memory.max", "268435456\n");
        List<Finding> findings = new Limits(root).look();
        assertThat(findings).hasSize(3).noneMatch(Finding::isFine);
        assertThat(findings.get(0).text()).startsWith("up to 100;");
        assertThat(findings.get(0).advice()).contains("--pids-limit=1024");
        assertThat(findings.get(1).advice()).contains("ulimit -n 4096", "--ulimit nofile=4096");
        assertThat(findings.get(2).text()).startsWith("256 MB ");
    }

    @Test
    void aGroupWithoutALimitDoesNotCount() throws IOException {
        write("proc/self/limits", HEAD + limit("Max processes", "96364"));
        write("sys/fs/cgroup/pids.max", "max\n");
        write("proc/meminfo", "MemTotal:       16000000 kB\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(new Limits(root).look()).hasSize(2).allMatch(Finding::isFine);
    }

    @Test
    void theInnermostMountDecidesWhetherProgramsRun() {
        Mounts mounts = new Mounts(List.of(
                "overlay / overlay rw,relatime 0 0",
                "tmpfs /tmp tmpfs rw,nosuid,noexec 0 0",
                "tmpfs /tmp/with\\040space tmpfs rw 0 0"));
        assertThat(mounts.isNoExec(Path.of("/var/tmp"))).isFalse();
        assertThat(mounts.isNoExec(Path.of("/tmp/a"))).isTrue();
        assertThat(mounts.isNoExec(Path.of("/tmp/with space/a"))).isFalse();
    }

    private static String limit(String name, String value) {
        return String.format("%-26s%-21s%-21s%s%n", name, value, value, "files");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
