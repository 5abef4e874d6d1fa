package dev.multiproc.internal.session;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.spi.SessionProvider;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Opens sessions by their addresses. */
final class SessionAddress {
    private static final String PRIVATE = "local";
    private static final String DURABLE = "file";

    private SessionAddress() {}

    /** Opens the session at an address. No message for a refused address shows a user name or password. */
    static Multiprocessing open(URI address, Options options) {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(options, "options");
        String scheme = address.getScheme();
        if (scheme == null) {
            throw new IllegalArgumentException("an address of a session begins with its scheme: local:/ for a private"
                    + " session, file:///DIRECTORY for a durable one, address=" + address);
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        if (lower.equals(PRIVATE)) {
            checkPlain(address);
            return Sessions.open(options);
        }
        if (lower.equals(DURABLE)) {
            return Sessions.open(directory(address), options);
        }
        return provider(lower).open(address, options);
    }

    /** Looks at the server at an address. */
    static ServerInspection inspectServer(URI address) {
        Objects.requireNonNull(address, "address");
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.isEmpty() || scheme.equals(PRIVATE) || scheme.equals(DURABLE)) {
            throw new IllegalArgumentException("this is no address of a server, which begins with its scheme, such as"
                    + " redis://HOST:PORT/DATABASE; scheme=" + scheme);
        }
        return provider(scheme).inspect(address);
    }

    private static void checkPlain(URI address) {
        String rest = address.getSchemeSpecificPart();
        if (!rest.chars().allMatch(c -> c == '/')) {
            throw new IllegalArgumentException("the address of a private session is local:/ and nothing more, address="
                    + address + "; for a directory of your own use file:///DIRECTORY or Options.withBaseDirectory");
        }
    }

    private static Path directory(URI address) {
        try {
            return Path.of(address);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IllegalArgumentException(
                    "the address of a durable session is file:///DIRECTORY with an absolute path, address=" + address,
                    e);
        }
    }

    private static SessionProvider provider(String scheme) {
        try {
            for (SessionProvider provider : ServiceLoader.load(SessionProvider.class)) {
                if (provider.scheme().equals(scheme)) {
                    return provider;
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new MultiprocessingException(
                    "a provider of sessions on the class path cannot be loaded, looked for scheme=" + scheme, e);
        }
        throw new MultiprocessingException(
                "nothing on the class path opens sessions at addresses of this scheme, scheme=" + scheme
                        + ": add the module that does, or use local:/ or file:///DIRECTORY");
    }
}
