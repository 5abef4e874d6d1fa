package dev.multiproc.launcher.doctor;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.inspect.MachineInspection;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.ManifestVersion;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.launcher.output.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code multiproc doctor}: what this machine gives, and what to do about what is missing. */
@Command(
        name = "doctor",
        description = "Says what this machine, or a server, gives, what is missing, and what to do about it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 nothing is missing; 1 something is.",
            "",
            "Examples:",
            "  multiproc doctor",
            "  multiproc doctor --json",
            "  multiproc doctor --at redis://host/0"
        })
public final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--base", paramLabel = "PATH", description = "Where sessions are made (default: the usual place).")
    private Path base;

    @Option(names = "--json", description = "Prints the findings as JSON.")
    private boolean asJson;

    @Mixin
    private ServerOption server;

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = look();
        boolean isFine = findings.stream().allMatch(Finding::isFine);
        if (asJson) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("schema", 1);
            json.put("fine", isFine);
            json.put("findings", findings.stream().map(Finding::json).toList());
            System.out.println(Json.text(json));
        } else {
            findings.forEach(DoctorCommand::print);
        }
        return isFine ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private List<Finding> look() throws IOException {
        Optional<URI> address = server.addressUnless("--base", base != null);
        if (address.isPresent()) {
            try (ServerInspection at = server.inspect(address.get())) {
                return ServerLook.look(at);
            }
        }
        return findings(base == null ? Options.defaults() : Options.defaults().withBaseDirectory(base));
    }

    private static void print(Finding finding) {
        System.out.println((finding.isFine() ? "ok       " : "missing  ") + finding.subject() + ": " + finding.text());
        if (!finding.advice().isEmpty()) {
            System.out.println("         -> " + finding.advice());
        }
    }

    private static List<Finding> findings(Options options) throws IOException {
        MachineInspection machine = Multiprocessing.inspectMachine(options);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("versions", ManifestVersion.text()));
        findings.add(Finding.fine(
                "JVM",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                        + System.getProperty("java.home")));
        findings.addAll(FileSystems.here().look(machine));
        findings.addAll(new Limits(Path.of("/")).look());
        findings.add(wakeUps(machine));
        findings.add(processFiles());
        findings.addAll(JavaFlags.look(System.getenv(), machine));
        findings.add(stale(options));
        return findings;
    }

    private static Finding wakeUps(MachineInspection machine) {
        String subject = "wake-ups";
        return machine.wakeUps().startsWith("futex")
                ? Finding.fine(subject, "by the kernel, " + machine.wakeUps())
                : Finding.missing(
                        subject,
                        "by sockets, since the kernel's futex cannot be called",
                        "put JNA on the class path, or use JDK 22 or newer, on Linux; allow the call in the container's"
                                + " seccomp profile");
    }

    private static Finding processFiles() {
        return Files.isReadable(Path.of("/proc/self/stat"))
                ? Finding.fine("/proc", "shows processes")
                : Finding.missing(
                        "/proc",
                        "is not mounted: the library cannot ask whether a process is alive that lost its file locks",
                        "mount -t proc proc /proc");
    }

    private static Finding stale(Options options) {
        List<Path> stale = Multiprocessing.clean(options, true);
        return stale.isEmpty()
                ? Finding.fine("stale sessions", "none")
                : Finding.missing(
                        "stale sessions",
                        stale.size() + " whose processes are all gone: "
                                + String.join(
                                        ", ", stale.stream().map(Path::toString).toList()),
                        "multiproc clean"
                                + options.baseDirectory()
                                        .map(path -> " --base " + path)
                                        .orElse("") + " removes them; so does the next session that is opened there");
    }
}
