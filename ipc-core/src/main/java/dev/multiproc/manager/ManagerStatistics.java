package dev.multiproc.manager;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a manager holds and does.
 *
 * @param pid of its process
 * @param clients how many processes use it
 * @param remoteClients how many of them have come over the network
 * @param connections how many threads of theirs have called it at the same time, so far
 * @param calls how many calls have begun so far, each of a batch counted
 * @param callsPerSecond how many there were in each second lately, over about half a second
 * @param objects how many objects of which interface processes have proxies of; by its simple name
 * @param slowest the methods of objects that take longest on average, at most five, the slowest first
 */
public record ManagerStatistics(
        long pid,
        int clients,
        int remoteClients,
        int connections,
        long calls,
        long callsPerSecond,
        Map<String, Integer> objects,
        List<Method> slowest) {

    /**
     * How a method is used. The times are those in the manager's process, waiting included: of the first calls all are timed, of later
     * ones each sixteenth of a connection.
     *
     * @param name the interface's simple name and the method's
     * @param calls how many have begun
     * @param mean how long a call takes on average; zero if none has ended
     * @param max how long the longest one took
     */
    public record Method(String name, long calls, Duration mean, Duration max) {}
}
