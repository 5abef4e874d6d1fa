package dev.multiproc.launcher.run;

import dev.multiproc.launcher.output.StandardStream;
import java.io.Serializable;

/**
 * What the lines that a run prints look like, and where they go.
 *
 * @param language the language of the lines
 * @param colored whether the lines have a coloured background
 * @param tagged whether each line begins with the name of the worker that printed it
 * @param quiet whether no lines are printed at all
 * @param stream the stream that the lines are printed to
 */
record OutputOptions(Language language, boolean colored, boolean tagged, boolean quiet, StandardStream stream)
        implements Serializable {}
