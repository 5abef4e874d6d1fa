package dev.multiproc.memory;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Small programs whose outcome tells in which order memory is read and written: the classic ones, as jcstress has them. Each
 * player has a thread, here or in another process, and in each round, when all have met, does its part at once. The cells X and Y
 * hold the number of the last round before.
 */
enum Litmus {
    /** Who sees the flag sees what was written before. */
    MESSAGE_PASSING(2) {
        @Override
        void play(int player, Cells cells, long round, Read read) {
            if (player == 0) {
                cells.setPlain(X, round);
                cells.setRelease(Y, round);
            } else {
                read.first = cells.getAcquire(Y) == round;
                read.second = cells.getPlain(X) == round;
            }
        }

        @Override
        boolean isForbidden(List<byte[]> reads, int round) {
            return saw(reads.get(1), round, true, false);
        }
    },
    /** Of two who write one cell and read the other, at least one sees the other's. */
    STORE_BUFFERING(2) {
        @Override
        void play(int player, Cells cells, long round, Read read) {
            cells.set(player == 0 ? X : Y, round);
            read.first = cells.get(player == 0 ? Y : X) == round;
        }

        @Override
        boolean isForbidden(List<byte[]> reads, int round) {
            return saw(reads.get(0), round, false, false) && saw(reads.get(1), round, false, false);
        }
    },
    /** The same without the promise: shows that the test would find out. */
    STORE_BUFFERING_WEAK(2) {
        @Override
        void play(int player, Cells cells, long round, Read read) {
            cells.setRelease(player == 0 ? X : Y, round);
            read.first = cells.getAcquire(player == 0 ? Y : X) == round;
        }

        @Override
        boolean isForbidden(List<byte[]> reads, int round) {
            return STORE_BUFFERING.isForbidden(reads, round);
        }
    },
    /** Two who read two cells, written by two others, do not see them written in different orders. */
    INDEPENDENT_READS(4) {
        @Override
        void play(int player, Cells cells, long round, Read read) {
            switch (player) {
                case 0 -> cells.set(X, round);
                case 1 -> cells.set(Y, round);
                case 2 -> {
                    read.first = cells.get(X) == round;
                    read.second = cells.get(Y) == round;
                }
                default -> {
                    read.first = cells.get(Y) == round;
                    read.second = cells.get(X) == round;
                }
            }
        }

        @Override
        boolean isForbidden(List<byte[]> reads, int round) {
            return saw(reads.get(2), round, true, false) && saw(reads.get(3), round, true, false);
        }
    };

    private static final int X = 0;
    private static final int Y = 1;
    /** The round that is not played any more. */
    private static final int LAST = 2;
    /** One for each player from here on. */
    private static final int MEETING = 4;

    private static final int MAX_ROUNDS = 200_000;
    private static final long MAX_NANOS = 1_500_000_000L;
    private static final int SPINS = 500;

    private final int players;

    Litmus(int players) {
        this.players = players;
    }

    int players() {
        return players;
    }

    /** What a player read in a round: whether it saw what was written in that round. */
    static final class Read {
        boolean first;
        boolean second;

        private byte toByte() {
            return (byte) ((first ? 1 : 0) + (second ? 2 : 0));
        }
    }

    abstract void play(int player, Cells cells, long round, Read read);

    abstract boolean isForbidden(List<byte[]> reads, int round);

    private static boolean saw(byte[] reads, int round, boolean first, boolean second) {
        return reads[round] == (byte) ((first ? 1 : 0) + (second ? 2 : 0));
    }

    /** Plays a part for some time; gives what was read in each round. */
    byte[] play(int player, Cells cells) {
        byte[] reads = new byte[MAX_ROUNDS];
        long end = System.nanoTime() + MAX_NANOS;
        Cells meetings = cells.meetings();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            if (player == 0 && System.nanoTime() > end) {
                meetings.set(LAST, round + 1L);
            }
            meet(player, meetings, round + 1L);
            // Those who are late may see it before its round.
            if (meetings.get(LAST) == round + 1L) {
                return Arrays.copyOf(reads, round);
            }
            Read read = new Read();
            play(player, cells, (round + 1L) & cells.mask(), read);
            reads[round] = read.toByte();
        }
        return reads;
    }

    @SuppressWarnings("ThreadPriorityCheck") // There may be fewer processors than players, and a wait would part them.
    private void meet(int player, Cells meetings, long round) {
        meetings.set(MEETING + player, round);
        for (int other = 0; other < players; other++) {
            for (int spins = 0; meetings.get(MEETING + other) < round; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
    }

    /** In how many rounds something was seen that may not be. */
    long countForbidden(List<byte[]> reads) {
        return IntStream.range(0, reads.get(0).length)
                .filter(round -> isForbidden(reads, round))
                .count();
    }
}
