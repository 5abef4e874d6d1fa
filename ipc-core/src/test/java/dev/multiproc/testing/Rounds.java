package dev.multiproc.testing;

/** How often a contract's tests do something over and over: less often where each step goes to a server. */
public final class Rounds {
    /** In the environment, since children inherit that. */
    private static final String DIVISOR = "MULTIPROC_TEST_ROUNDS_DIVISOR";

    private Rounds() {}

    /** So many, or a part of them. */
    public static int of(int count) {
        String divisor = System.getenv(DIVISOR);
        return divisor == null ? count : Math.max(1, count / Integer.parseInt(divisor));
    }
}
