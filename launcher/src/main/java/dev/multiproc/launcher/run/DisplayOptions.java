package dev.multiproc.launcher.run;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the parent shows of a run.
 *
 * @param hasBar whether the bottom of the terminal shows how far the run is
 * @param latestLine whether it shows the last line of each child there, instead of all lines
 * @param isRouted whether the lines of children go through the parent, which keeps them apart from the bar and from each other
 * @param isTagged whether it sets the child's name before each of these lines
 * @param logDirectory where each child has a file for what it prints; null for none
 * @param total how many items will be made in all, if that is known
 */
record DisplayOptions(
        boolean hasBar,
        boolean latestLine,
        boolean isRouted,
        boolean isTagged,
        Path logDirectory,
        OptionalLong total) {}
