package dev.multiproc.manager;

/** Makes objects in the manager's process. */
interface Workshop {
    /** Makes one of those that every manager has. */
    Object make(String kind, Object argument);

    /** Says how objects of an interface are made, and that results of this type are given out as proxies. */
    void register(String type, Shipped.Maker<?> maker);

    /** Makes an object of an interface that was registered. */
    Object create(String type);

    /** What the manager holds and does. */
    SentStatistics statistics();

    /** How many objects clients have. */
    int objectCount();
}
