package dev.multiproc.internal.model;

import java.util.Locale;

/**
 * A protocol of several processes as the {@link Explorer} runs it: a state of a few bytes, and actors that each make one atomic
 * step at a time. An actor is a thread, or a fault that may happen to a thread.
 *
 * <p>A step changes the current state in place. Where more than one outcome is possible it asks {@link #choose}, and is run
 * again for each answer.
 */
abstract class Protocol {
    private byte[] state;
    private Choices choices;
    private boolean certain;

    /** The answers that lead to one outcome of a step, counted up until all were tried. */
    private static final class Choices {
        private static final int MAX = 8;

        private final int[] answers = new int[MAX];
        private final int[] limits = new int[MAX];
        private int known;
        private int asked;

        int next(int limit) {
            if (asked == known) {
                answers[known] = 0;
                limits[known] = limit;
                known++;
            }
            return answers[asked++];
        }

        boolean advance() {
            while (known > 0 && answers[known - 1] + 1 >= limits[known - 1]) {
                known--;
            }
            asked = 0;
            if (known == 0) {
                return false;
            }
            answers[known - 1]++;
            return true;
        }
    }

    /** How many bytes a state has. */
    abstract int length();

    /** Writes the first state over zeros. */
    abstract void start();

    /** How many actors there are. */
    abstract int actors();

    /** Makes an actor's next step. Gives false, and changes nothing, if the actor has none now. */
    abstract boolean step(int actor);

    /** What is wrong with the current state; null if it is correct. */
    abstract String violation();

    /** Whether all living processes have finished their work. */
    abstract boolean isSettled();

    /** What an actor is about to do, for traces. */
    abstract String describe(int actor);

    /** The current state, for traces. */
    abstract String describe();

    // ---------------------------------------------------------------- for the steps

    final int get(int at) {
        return state[at];
    }

    final void set(int at, int value) {
        state[at] = (byte) value;
    }

    /** Stores an enum by its ordinal, which is safe because states exist only while the test runs. */
    @SuppressWarnings("EnumOrdinal")
    final boolean set(int at, Enum<?> value) {
        state[at] = (byte) value.ordinal();
        return true;
    }

    /** A number below the limit: each in turn. */
    final int choose(int limit) {
        return limit <= 1 ? 0 : choices.next(limit);
    }

    /** Marks this step as possible but not certain, such as a kill, or a time-out that is not part of the protocol. */
    final void byChance() {
        certain = false;
    }

    static String name(int process) {
        return "ABC".substring(process, process + 1);
    }

    static String text(Enum<?> step) {
        return step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    // ---------------------------------------------------------------- for the explorer

    /** Makes all possible next steps of an actor from a state, one after the other. */
    final void stepAll(byte[] from, byte[] to, int actor, Outcome outcome) {
        choices = new Choices();
        state = to;
        do {
            System.arraycopy(from, 0, to, 0, from.length);
            certain = true;
            if (step(actor)) {
                outcome.reached(certain);
            }
        } while (choices.advance());
    }

    /** Called with each state that a step leads to. */
    interface Outcome {
        void reached(boolean certain);
    }

    /** Sets the state that {@link #violation}, {@link #isSettled} and the descriptions read. */
    final void look(byte[] at) {
        state = at;
    }
}
