package dev.multiproc.launcher.doctor;

import dev.multiproc.inspect.MachineInspection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The variables of the environment that give flags to JVMs: which of these flags children get. */
final class JavaFlags {
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final String FOR_CHILDREN = "Options.withJvmArgs, or multiproc run --jvm-arg";

    private JavaFlags() {}

    static List<Finding> look(Map<String, String> environment, MachineInspection machine) {
        List<Finding> findings = new ArrayList<>();
        for (String variable : VARIABLES) {
            String value = environment.get(variable);
            if (value != null) {
                findings.add(of(variable, value, machine.ownFlags().getOrDefault(variable, List.of())));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.fine("flags in the environment", "none"));
        }
        findings.add(Finding.note(
                "flags of a program",
                "children get its system properties, assertions and modules, and not its heap, collector, agents and debugger",
                "for children: " + FOR_CHILDREN));
        return Collections.unmodifiableList(findings);
    }

    private static Finding of(String variable, String value, List<String> own) {
        List<String> advice = new ArrayList<>();
        if (!own.isEmpty()) {
            advice.add("children do not get " + String.join(" ", own)
                    + ", which only one process can use; for a child: " + FOR_CHILDREN);
        }
        if (value.contains("-Xmx") || value.contains("-XX:MaxRAMPercentage") || value.contains("-XX:MaxHeapSize")) {
            advice.add("each child may take the whole heap that it names; --heap or " + FOR_CHILDREN
                    + " gives children their own, except over _JAVA_OPTIONS");
        }
        if (value.contains("-Djava.security.manager") || value.contains("-Xshare:off") || value.contains("-Xint")) {
            advice.add("it makes each child start slower");
        }
        return Finding.note(variable, value, String.join("; ", advice));
    }
}
