package dev.multiproc.launcher.job;

/** Why a job ended. */
public enum JobEnd {
    /** By itself. */
    BY_ITSELF,
    /** It took longer than it may. */
    TIMED_OUT,
    /** It was the youngest when memory ran short. */
    OUT_OF_MEMORY,
    /** All jobs were ended. */
    STOPPED
}
