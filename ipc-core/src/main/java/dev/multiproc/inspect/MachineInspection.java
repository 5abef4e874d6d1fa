package dev.multiproc.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the library finds on this machine, for this user and in this JVM's environment. Opens no session.
 *
 * @param wakeUps how threads of different processes wake each other: {@code futex/} and who calls the kernel, or {@code
 *     socket}, which is slower
 * @param sessions the directory that private sessions are made in; it may not be there yet
 * @param cache the directory of files that can be made again, such as the archive of classes; it may not be there yet
 * @param ownFlags by the name of an environment variable, the JVM flags in it that children do not get: agents, debuggers, and
 *     ports for management, which only one process can use
 * @see dev.multiproc.Multiprocessing#inspectMachine
 */
public record MachineInspection(String wakeUps, Path sessions, Path cache, Map<String, List<String>> ownFlags) {}
