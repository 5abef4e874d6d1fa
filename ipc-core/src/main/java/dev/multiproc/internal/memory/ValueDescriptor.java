package dev.multiproc.internal.memory;

/**
 * The words of a value in the object table: written by the process that makes it before the object is published, and by
 * anybody afterwards.
 *
 * <pre>
 *  0               8
 *  +---------------+
 *  | value         |   an int, a long, a double's bits, or a boolean as the int 0 or 1
 *  +---------------+
 *
 *  field | written by | order                | if the writer dies here
 *  value | anybody    | as the method's name | the old value or the new one: it is one word
 * </pre>
 *
 * <p>Native byte order. An object has 1024 bytes of the table, so that no two values share a cache line.
 */
final class ValueDescriptor {
    static final int VALUE_OFFSET = 0;

    private ValueDescriptor() {}
}
