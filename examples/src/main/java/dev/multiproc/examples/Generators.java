package dev.multiproc.examples;

import java.util.concurrent.Exchanger;

/**
 * A producer and a consumer that take turns. The tutorials write the consumer as a generator: {@code yield} gives the producer an
 * answer and waits for the next item, and {@code send} waits for that answer. Java has no generators; two threads that meet at an
 * exchanger do the same, and only one of them runs at a time.
 */
public final class Generators {
    private static final int ITEMS = 5;
    private static final String END = "";

    private Generators() {}

    /** The two sides of a {@code yield}. */
    private static final class Turn {
        private final Exchanger<String> meeting = new Exchanger<>();

        /** Python's {@code send}: hands over an item, and waits for the answer. */
        String send(String item) throws InterruptedException {
            meeting.exchange(item);
            return meeting.exchange(END);
        }

        /** The item that was sent; the producer waits for an answer to it. */
        String next() throws InterruptedException {
            return meeting.exchange(END);
        }

        void answer(String text) throws InterruptedException {
            meeting.exchange(text);
        }
    }

    private static void consume(Stage stage, Turn turn) {
        try {
            stage.say("[消费者] 准备好了", "[consumer] is ready");
            turn.answer("");
            for (String item = turn.next(); !item.equals(END); item = turn.next()) {
                stage.say("[消费者] 吃 " + item, "[consumer] eats " + item);
                turn.answer("200 OK");
            }
            turn.answer("");
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        Turn turn = new Turn();
        Thread consumer = new Thread(() -> consume(stage, turn));
        consumer.setDaemon(true);
        consumer.start();
        turn.next(); // Python's next(generator): runs it up to its first yield
        boolean isWell = true;
        for (int i = 1; i <= ITEMS; i++) {
            String item = stage.text("包子", "bun ") + i;
            stage.say("[生产者] 做好 " + item, "[producer] makes " + item);
            String answer = turn.send(item);
            stage.say("[生产者] 对方说：" + answer, "[producer] was told: " + answer);
            isWell &= answer.equals("200 OK");
            stage.pause(1);
        }
        turn.send(END); // Python's close
        consumer.join();
        stage.parentIsDone();
        return isWell;
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
