package dev.multiproc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process with {@link Actor}s: this one, or a child. */
abstract class Stage {
    /** What became of an order. */
    record Outcome(int actor, Object value, Throwable failure) implements Serializable {}

    abstract void hire(int actor) throws InterruptedException;

    abstract void order(int actor, Actor.Work<?> work) throws InterruptedException;

    /** The next outcome of an actor; null if the time is up first. */
    abstract Outcome outcome(int actor, long timeoutMillis) throws InterruptedException;

    abstract boolean isAsleep(int actor) throws InterruptedException;

    abstract void interrupt(int actor) throws InterruptedException;

    abstract ProcessHandle process();

    /** Ends its actors, unless their process ends with the session. */
    void dismissAll() {}

    /** This process. */
    static final class Local extends Stage {
        private final Map<Integer, Player> players = new ConcurrentHashMap<>();
        private final Map<Integer, LinkedBlockingQueue<Outcome>> outcomes = new ConcurrentHashMap<>();

        private Player player(int actor) {
            return players.get(actor);
        }

        @Override
        void hire(int actor) {
            outcomes.put(actor, new LinkedBlockingQueue<>());
            players.put(actor, new Player(actor, outcomes.get(actor)::add));
        }

        @Override
        void order(int actor, Actor.Work<?> work) {
            player(actor).order(work);
        }

        @Override
        Outcome outcome(int actor, long timeoutMillis) throws InterruptedException {
            return outcomes.get(actor).poll(timeoutMillis, TimeUnit.MILLISECONDS);
        }

        @Override
        boolean isAsleep(int actor) {
            return player(actor).isAsleep();
        }

        @Override
        void interrupt(int actor) {
            player(actor).interrupt();
        }

        @Override
        ProcessHandle process() {
            return ProcessHandle.current();
        }

        @Override
        void dismissAll() {
            players.values().forEach(Player::dismiss);
        }
    }

    /** A child, which is told what to do over queues. */
    static final class Child extends Stage {
        private final SharedQueue<Order> orders;
        private final SharedQueue<Outcome> outcomes;
        private final SharedQueue<Boolean> answers;
        private final Map<Integer, Queue<Outcome>> early = new HashMap<>();
        private final ChildProcess child;

        Child(Multiprocessing session) {
            orders = session.queue();
            outcomes = session.queue();
            answers = session.queue();
            child = session.process(new Director(orders, outcomes, answers))
                    .daemon(true)
                    .start();
        }

        @Override
        void hire(int actor) throws InterruptedException {
            early.put(actor, new ArrayDeque<>());
            ask(new Order(Kind.HIRE, actor, null));
        }

        private boolean ask(Order order) throws InterruptedException {
            orders.put(order);
            Boolean answer = null;
            while (answer == null) {
                assertThat(child.isAlive())
                        .as("the child that is to answer lives")
                        .isTrue();
                answer = answers.poll(1, TimeUnit.SECONDS);
            }
            return answer;
        }

        @Override
        void order(int actor, Actor.Work<?> work) throws InterruptedException {
            orders.put(new Order(Kind.WORK, actor, work));
        }

        @Override
        Outcome outcome(int actor, long timeoutMillis) throws InterruptedException {
            while (early.get(actor).isEmpty()) {
                Outcome outcome = outcomes.poll(timeoutMillis, TimeUnit.MILLISECONDS);
                if (outcome == null) {
                    return null;
                }
                early.get(outcome.actor()).add(outcome);
            }
            return early.get(actor).remove();
        }

        @Override
        boolean isAsleep(int actor) throws InterruptedException {
            return ask(new Order(Kind.IS_ASLEEP, actor, null));
        }

        @Override
        void interrupt(int actor) throws InterruptedException {
            ask(new Order(Kind.INTERRUPT, actor, null));
        }

        @Override
        ProcessHandle process() {
            return ProcessHandle.of(child.pid().orElseThrow()).orElseThrow();
        }
    }

    enum Kind {
        HIRE,
        WORK,
        IS_ASLEEP,
        INTERRUPT
    }

    record Order(Kind kind, int actor, Actor.Work<?> work) implements Serializable {}

    /** The child's main thread. */
    record Director(SharedQueue<Order> orders, SharedQueue<Outcome> outcomes, SharedQueue<Boolean> answers)
            implements ProcessTask {
        @Override
        public void run() throws Exception {
            Map<Integer, Player> players = new HashMap<>();
            while (true) {
                Order order = orders.take();
                int actor = order.actor();
                switch (order.kind()) {
                    case HIRE -> {
                        players.put(actor, new Player(actor, outcomes::add));
                        answers.put(true);
                    }
                    case WORK -> players.get(actor).order(order.work());
                    case IS_ASLEEP -> answers.put(players.get(actor).isAsleep());
                    case INTERRUPT -> {
                        players.get(actor).interrupt();
                        answers.put(true);
                    }
                }
            }
        }
    }
}
