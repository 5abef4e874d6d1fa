package dev.multiproc.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is known of a process of a session at the server.
 *
 * @param host tells machines apart, and the containers on them; pids are of such a host
 */
record ProcessDetails(long pid, String host, String name) {
    private static final String SEPARATOR = "\t";

    static ProcessDetails ofThisProcess(String name) {
        return new ProcessDetails(ProcessHandle.current().pid(), Host.NAME, name.replace(SEPARATOR, " "));
    }

    static ProcessDetails parse(String text) {
        String[] parts = text.split(SEPARATOR, 3);
        return new ProcessDetails(Long.parseLong(parts[0]), parts[1], parts[2]);
    }

    String text() {
        return pid + SEPARATOR + host + SEPARATOR + name;
    }

    boolean isOfThisHost() {
        return host.equals(Host.NAME);
    }

    /** For people; {@link #host} also has what tells containers apart. */
    String hostName() {
        int slash = host.indexOf('/');
        return slash < 0 ? host : host.substring(0, slash);
    }

    private static final class Host {
        static final String NAME = name();

        private static String name() {
            return hostName() + "/" + bootId() + "/" + pidNamespace();
        }

        private static String hostName() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "unknown";
            }
        }

        private static String bootId() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip();
            } catch (IOException e) {
                return "";
            }
        }

        private static String pidNamespace() {
            try {
                return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            } catch (IOException | UnsupportedOperationException e) {
                return "";
            }
        }
    }
}
