package dev.multiproc.internal.memory;

/**
 * The layout of a value in the object table. The process that creates the value writes it before the object is
 * published; afterwards any process may write it.
 *
 * <pre>
 *  0               8
 *  +---------------+
 *  | value         |   an int, a long, a double's bits, or a boolean as the int 0 or 1
 *  +---------------+
 *
 *  field | written by | order                | if the writer dies here
 *  value | any process| as the method's name | the old or the new value: it is written atomically
 * </pre>
 *
 * <p>Native byte order. An object has 1024 bytes of the table, so two values never share a cache line.
 */
final class ValueDescriptor {
    static final int VALUE_OFFSET = 0;

    private ValueDescriptor() {}
}
