package dev.multiproc.launcher.doctor;

import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.launcher.ManifestVersion;
import java.util.ArrayList;
import java.util.List;

/** What a server gives. */
final class ServerLook {
    private ServerLook() {}

    static List<Finding> look(ServerInspection server) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("versions", ManifestVersion.text()));
        findings.add(Finding.fine("server", server.address()));
        server.findings()
                .forEach(found ->
                        findings.add(new Finding(found.subject(), found.isFine(), found.text(), found.advice())));
        return findings;
    }
}
