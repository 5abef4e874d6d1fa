/** Has nothing open. */
module buns {
    requires dev.multiproc.core;
}
