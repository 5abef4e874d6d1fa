package dev.multiproc.manager;

import java.io.IOException;
import java.net.SocketAddress;

/** Makes objects in the manager's process. */
interface Workshop {
    /** Makes one of those that every manager has. */
    Object make(String kind, Object argument);

    /** Says how objects of an interface are made, and that results of this type are given out as proxies. */
    void register(String type, Shipped.Maker<?> maker);

    /** Makes an object of an interface that was registered. */
    Object create(String type);

    /** Lets remote clients in at an address; returns the one where they connect. */
    SocketAddress serve(SocketAddress address, RemoteOptions options) throws IOException;

    /** Ends that, if it was not done already, for those who have come in there too. */
    void stopServing(SocketAddress address);

    /** Gives a managed object a name. */
    void bind(String name, Object object);

    /** The object of a name. */
    Object lookup(String name);

    /** Takes a name away. */
    boolean unbind(String name);

    /** What the manager holds and does. */
    SentStatistics statistics();

    /** How many objects clients have. */
    int objectCount();
}
