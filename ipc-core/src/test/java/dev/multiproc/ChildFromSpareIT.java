package dev.multiproc;

/** All that is said of a child holds of one that a spare became. */
class ChildFromSpareIT extends ChildProcessIT {
    @Override
    Options options() {
        return Options.defaults().withSpares(2);
    }
}
