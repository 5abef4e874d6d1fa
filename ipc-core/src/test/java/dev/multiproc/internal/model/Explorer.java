package dev.multiproc.internal.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Runs a protocol in every possible order of its actors' steps, breadth first, so that it finds a shortest trace to an error.
 *
 * <p>It looks for a state that violates the protocol, and for a state from which no sequence of certain steps leads to a settled
 * state. Lost wake-ups, locks that are never freed and livelocks all lead to such a state: whatever the living processes do from
 * there, they never finish.
 *
 * <p>A limit on the number of states ends it early; then it has seen all short sequences of steps, and nothing is said of the
 * others.
 */
final class Explorer {
    private static final int CERTAIN = 1;

    private final Protocol protocol;
    private final States states;
    private final byte[] from;
    private final byte[] to;
    /** By a state's number: the state it was first reached from. */
    private final Ints parents = new Ints();
    /** By a state's number: where its steps begin in {@link #steps}. */
    private final Ints firsts = new Ints();
    /** Twice the number of the state a step leads to, plus one if the step is certain. */
    private final Ints steps = new Ints();

    private final BitSet settled = new BitSet();

    private final int limit;

    private Explorer(Protocol protocol, int limit) {
        this.protocol = protocol;
        this.limit = limit;
        states = new States(protocol.length());
        from = new byte[protocol.length()];
        to = new byte[protocol.length()];
    }

    /**
     * What was found.
     *
     * @param violation null if there is none
     * @param trace the steps that lead to the violation, one line each
     */
    record Result(int states, int steps, String violation, List<String> trace) {
        @Override
        public String toString() {
            return states + " states, " + steps + " steps"
                    + (violation == null ? "" : ": " + violation + "\n  " + String.join("\n  ", trace));
        }
    }

    static Result explore(Protocol protocol) {
        return explore(protocol, Integer.MAX_VALUE);
    }

    /**
     * Explores a part.
     *
     * @param limit the number of states to look at
     */
    static Result explore(Protocol protocol, int limit) {
        return new Explorer(protocol, limit).run();
    }

    private Result run() {
        protocol.look(to);
        protocol.start();
        states.add(to);
        parents.add(-1);
        for (int number = 0; number < states.count(); number++) {
            states.read(number, from);
            String violation = look(number);
            if (violation != null) {
                return result(violation, number);
            }
            if (number < limit) {
                expand(number);
            } else {
                firsts.add(steps.size());
                settled.set(number); // For all that is known.
            }
        }
        firsts.add(steps.size());
        int stuck = firstStuck();
        return stuck < 0
                ? new Result(states.count(), steps.size(), null, List.of())
                : result("from here on those who live are never all done", stuck);
    }

    private String look(int number) {
        protocol.look(from);
        if (protocol.isSettled()) {
            settled.set(number);
        }
        return protocol.violation();
    }

    private void expand(int number) {
        firsts.add(steps.size());
        for (int actor = 0; actor < protocol.actors(); actor++) {
            protocol.stepAll(from, to, actor, certain -> {
                int next = states.add(to);
                if (next == parents.size()) {
                    parents.add(number);
                }
                steps.add(next * 2 + (certain ? CERTAIN : 0));
            });
        }
    }

    /** The first state from which no settled one can be reached by certain steps; -1 if there is none. */
    private int firstStuck() {
        int[] firstBack = new int[states.count() + 1];
        int[] back = backwards(firstBack);
        BitSet good = (BitSet) settled.clone();
        Deque<Integer> work = new ArrayDeque<>();
        good.stream().forEach(work::add);
        while (!work.isEmpty()) {
            int number = work.remove();
            for (int i = firstBack[number]; i < firstBack[number + 1]; i++) {
                if (!good.get(back[i])) {
                    good.set(back[i]);
                    work.add(back[i]);
                }
            }
        }
        int stuck = good.nextClearBit(0);
        return stuck < states.count() ? stuck : -1;
    }

    /** The certain steps reversed: by a state's number, where the states that lead to it begin in the given array. */
    private int[] backwards(int[] firstBack) {
        int certain = 0;
        for (int i = 0; i < steps.size(); i++) {
            if ((steps.get(i) & CERTAIN) != 0) {
                firstBack[steps.get(i) / 2]++;
                certain++;
            }
        }
        for (int number = 1; number < firstBack.length; number++) {
            firstBack[number] += firstBack[number - 1];
        }
        int[] back = new int[certain];
        for (int number = 0; number < states.count(); number++) {
            for (int i = firsts.get(number); i < firsts.get(number + 1); i++) {
                if ((steps.get(i) & CERTAIN) != 0) {
                    back[--firstBack[steps.get(i) / 2]] = number;
                }
            }
        }
        return back;
    }

    private Result result(String violation, int number) {
        return new Result(states.count(), steps.size(), violation, trace(number));
    }

    private List<String> trace(int last) {
        List<String> lines = new ArrayList<>();
        byte[] after = new byte[from.length];
        states.read(last, after);
        for (int number = last; number > 0; number = parents.get(number)) {
            states.read(parents.get(number), from);
            lines.add(stepBetween(after));
            System.arraycopy(from, 0, after, 0, after.length);
        }
        Collections.reverse(lines);
        return lines;
    }

    private String stepBetween(byte[] after) {
        StringBuilder line = new StringBuilder();
        for (int actor = 0; actor < protocol.actors() && line.length() == 0; actor++) {
            int mover = actor;
            protocol.stepAll(from, to, actor, certain -> {
                if (line.length() == 0 && Arrays.equals(to, after)) {
                    protocol.look(from);
                    line.append(protocol.describe(mover));
                    protocol.look(to);
                }
            });
        }
        protocol.look(after);
        return String.format("%-40s %s", line, protocol.describe());
    }
}
