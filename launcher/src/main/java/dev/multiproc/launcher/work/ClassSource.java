package dev.multiproc.launcher.work;

import dev.multiproc.worker.ItemProducer;

/**
 * Items of the user's own class.
 *
 * @param className the name of an {@link ItemProducer}
 */
public record ClassSource(String className) implements Source {
    @Override
    public ItemProducer<?> open() throws Exception {
        return UserClass.make(className, ItemProducer.class);
    }

    @Override
    public boolean givesLines() {
        return false;
    }

    @Override
    public String describe() {
        return className;
    }
}
