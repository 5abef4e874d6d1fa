package dev.multiproc.launcher.job;

/**
 * Gets the output of one job, piece by piece as it comes. The two methods are called by one thread each, at the same time. An
 * implementation keeps what it cannot write to itself; it does not throw, since the job has to go on.
 */
public interface JobOutput {
    /** A piece of its standard output; the array is used again after the call. */
    void out(byte[] bytes, int offset, int length);

    /** A piece of its standard error; the array is used again after the call. */
    void err(byte[] bytes, int offset, int length);
}
