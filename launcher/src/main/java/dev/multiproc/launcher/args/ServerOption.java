package dev.multiproc.launcher.args;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.inspect.ServerInspection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The option {@code --at}: a command works at a server, which many machines share. The address may be in the environment too, where
 * its password is not seen by others. No message shows it.
 */
public final class ServerOption {
    /** The variable of the environment. */
    public static final String VARIABLE = "MULTIPROC_AT";

    private static final String SESSION = "session=";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--at",
            paramLabel = "ADDRESS",
            description = {
                "Works at a Redis or Valkey server: redis://HOST:PORT/DATABASE?session=NAME, or rediss:// (default:"
                        + " $MULTIPROC_AT). Name and password: in the address, or in $MULTIPROC_REDIS_USER and"
                        + " $MULTIPROC_REDIS_PASSWORD, where nobody else sees them."
            })
    private String at;

    /**
     * The address of the server.
     *
     * @return empty if the command works on this machine
     */
    public Optional<URI> address() {
        String text = at != null ? at : System.getenv(VARIABLE);
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(parse(text));
    }

    /**
     * The address of the server, unless another option says that the command works on this machine.
     *
     * @param local the other option, for the message if both are given
     * @param isLocalGiven whether that is given; it is stronger than the environment
     * @return empty if the command works on this machine
     */
    public Optional<URI> addressUnless(String local, boolean isLocalGiven) {
        if (isLocalGiven && at != null) {
            throw refused(local + " is of this machine, and does not go with --at");
        }
        return isLocalGiven ? Optional.empty() : address();
    }

    /**
     * The exception for what cannot be done at a server.
     *
     * @param why in words
     * @return to be thrown; the command ends with exit code 2
     */
    public ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private URI parse(String text) {
        try {
            URI address = new URI(text.strip());
            if (address.getScheme() != null && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Its message has the password.
        }
        throw refused("this is no address of a server (--at, or $" + VARIABLE
                + "): it looks like redis://HOST:PORT/DATABASE?session=NAME; special characters of a password are"
                + " written like %40");
    }

    /**
     * Opens the session that the address names.
     *
     * @param address with a session
     * @param options for it and its children
     * @return the session
     */
    public Multiprocessing open(URI address, Options options) {
        return checked(() -> Multiprocessing.open(address, options));
    }

    /**
     * Looks at the server.
     *
     * @param address of the server
     * @return to be closed
     */
    public ServerInspection inspect(URI address) {
        return checked(() -> Multiprocessing.inspectServer(address));
    }

    /** What is wrong with the address is a wrong argument. */
    private <T> T checked(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw refused(e.getMessage());
        }
    }

    /**
     * The session that an address names.
     *
     * @param address of a server
     * @return empty if it names none
     */
    public static Optional<String> session(URI address) {
        String query = address.getQuery() == null ? "" : address.getQuery();
        return Arrays.stream(query.split("&"))
                .filter(each -> each.startsWith(SESSION) && each.length() > SESSION.length())
                .map(each -> each.substring(SESSION.length()))
                .findFirst();
    }

    /**
     * The same address with a session.
     *
     * @param address of a server, which names none
     * @param session its name
     * @return the session's address
     */
    public static URI withSession(URI address, String session) {
        String text = address.toString();
        return URI.create(text + (address.getRawQuery() == null ? "?" : "&") + SESSION + session);
    }
}
