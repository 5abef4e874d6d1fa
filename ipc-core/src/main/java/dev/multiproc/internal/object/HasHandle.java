package dev.multiproc.internal.object;

/** What is serialized as a {@link SharedHandle}: a shared object, or a part of one. */
public interface HasHandle {}
