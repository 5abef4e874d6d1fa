package dev.multiproc.launcher.run;

import dev.multiproc.launcher.output.StandardStream;
import java.io.Serializable;

/**
 * How the lines of a run look.
 *
 * @param language their language
 * @param colored whether they have coloured grounds
 * @param tagged whether each begins with its writer's name
 * @param quiet whether they are not written at all
 * @param stream where they go
 */
record Look(Language language, boolean colored, boolean tagged, boolean quiet, StandardStream stream)
        implements Serializable {}
