package dev.multiproc.redis;

import java.io.Serializable;

/**
 * What is serialized in place of a shared object at a server.
 *
 * @param address of its session, without user and password
 * @param kind its kind's code
 * @param name its name there
 */
record RedisHandle(String address, int kind, String name) implements Serializable {
    /** Gives the object itself, in the process that reads the handle. */
    Object readResolve() {
        return RedisSessions.at(address).objects().find(kind, name);
    }
}
