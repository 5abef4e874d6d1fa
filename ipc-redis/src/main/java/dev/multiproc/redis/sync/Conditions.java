package dev.multiproc.redis.sync;

import dev.multiproc.sync.SharedCondition;

/** Finds and makes the conditions of locks. */
interface Conditions {
    SharedCondition fresh(Monitor lock);

    SharedCondition named(Monitor lock, String name);
}
