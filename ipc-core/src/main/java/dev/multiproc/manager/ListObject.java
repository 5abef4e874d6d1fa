package dev.multiproc.manager;

import java.util.Vector;

/** The list itself: a {@link Vector}, all of whose methods are one step each. */
@SuppressWarnings("JdkObsolete") // A synchronized list of the JDK's cannot be extended.
final class ListObject<E> extends Vector<E> implements ManagedList<E> {
    private static final long serialVersionUID = 1L;
}
