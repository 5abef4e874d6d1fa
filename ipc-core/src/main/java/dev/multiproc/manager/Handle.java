package dev.multiproc.manager;

import java.io.Serializable;

/**
 * A managed object on its way to another process.
 *
 * @param address its manager
 * @param object its number there
 * @param type the interface of the proxy
 * @param counted whether the manager has already counted the reference of the process that reads this
 */
record Handle(ManagerAddress address, long object, String type, boolean counted) implements Serializable {
    private Object readResolve() {
        Server server = Server.here(address.id());
        return server != null ? server.handler(object) : Client.of(address).adopt(this);
    }
}
