package dev.multiproc.launcher.work;

import java.io.Serializable;

/**
 * What holds for each run of a command for an item.
 *
 * @param isByLine whether its output is printed line by line as it comes, not in one piece at its end
 * @param termSequence how a command is ended
 * @param jobLog a file with a line for each run; null for none
 * @param results a directory with the output of each run; null for none
 * @param freeMemoryBytes how much memory must be free before a command is started; 0 for any
 */
public record ItemCommandSettings(
        boolean isByLine, String termSequence, String jobLog, String results, long freeMemoryBytes)
        implements Serializable {}
