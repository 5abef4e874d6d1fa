package dev.multiproc;

import java.time.Duration;
import java.util.Optional;

/**
 * A child has ended, and is going to be started again; see {@link ChildProcess#onRestart}.
 *
 * @param child the child, whose {@link ChildProcess#pid()} is still that of the process that has ended
 * @param number how often it is started again by now: 1 for the first time
 * @param exitCode how the process ended, as in {@link ChildProcess#exitCode()}
 * @param failure why, as in {@link ChildProcess#failure()}
 * @param delay how long after this it is started
 */
public record Restart(
        ChildProcess child, int number, int exitCode, Optional<ChildFailedException> failure, Duration delay) {}
