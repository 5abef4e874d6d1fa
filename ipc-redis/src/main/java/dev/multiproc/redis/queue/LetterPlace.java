package dev.multiproc.redis.queue;

import dev.multiproc.redis.sync.Link;
import dev.multiproc.redis.sync.Place;

/** Where the dead letters of a queue are: beside it, and deleted with it. */
record LetterPlace(Place owner) implements Place {
    static final String ENDING = ":x";

    @Override
    public String name() {
        return owner.name() + "!dead";
    }

    @Override
    public String title() {
        return "DeadLetterQueue";
    }

    @Override
    public String key() {
        return owner.key() + ENDING;
    }

    @Override
    public Link link() {
        return owner.link();
    }

    @Override
    public boolean delete() {
        throw new UnsupportedOperationException(
                "dead letters at a server are deleted with their queue, not alone: take them with drainTo, queue="
                        + owner.name());
    }

    @Override
    public Object handle() {
        return new LetterHandle(owner.handle());
    }
}
