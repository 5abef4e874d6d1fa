package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.ServerOption;
import java.net.URI;

/**
 * A server at which a run makes its session.
 *
 * @param option opens it
 * @param address never printed: it may have a password
 */
record ServerPlace(ServerOption option, URI address) {
    @Override
    public String toString() {
        return "a server";
    }
}
