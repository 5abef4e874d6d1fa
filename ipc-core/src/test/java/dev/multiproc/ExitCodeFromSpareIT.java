package dev.multiproc;

/** What a child ended with is the same where a spare became it. */
class ExitCodeFromSpareIT extends ExitCodeIT {
    @Override
    Options options() {
        return Options.defaults().withSpares(1);
    }
}
