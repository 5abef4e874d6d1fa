package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * kelly and kelly2 make watermelon, banana and blueberry; peter, peter2 and peter3 eat. Shown in three ways: a plain queue that
 * is shut down, end signals, and a JoinableQueue with daemons.
 */
public final class Watermelon {
    private static final List<String> FRUITS_OF_KELLY = List.of("watermelon", "banana");
    private static final List<String> FRUITS_OF_KELLY2 = List.of("watermelon", "blueberry");
    private static final List<String> PETERS = List.of("peter", "peter2", "peter3");

    private Watermelon() {}

    static void make(Stage stage, SharedQueue<String> queue, String name, List<String> fruits)
            throws InterruptedException {
        for (String fruit : fruits) {
            for (int i = 0; i < 2; i++) {
                stage.work();
                stage.made(name, fruit + i);
                queue.put(fruit + i);
            }
        }
        if (queue instanceof JoinableQueue<String> joinable) {
            joinable.join();
        }
    }

    static void eatUntilShutdown(Stage stage, SharedQueue<String> queue, String name) throws InterruptedException {
        try {
            while (true) {
                String fruit = queue.take();
                stage.work();
                stage.ate(name, fruit);
            }
        } catch (QueueShutdownException e) {
            stage.line(name + " is full");
        }
    }

    private static List<ChildProcess> startMakers(Multiprocessing mp, Stage stage, SharedQueue<String> queue) {
        return List.of(
                mp.process("kelly", () -> make(stage, queue, "kelly", FRUITS_OF_KELLY))
                        .start(),
                mp.process("kelly2", () -> make(stage, queue, "kelly2", FRUITS_OF_KELLY2))
                        .start());
    }

    private static void join(List<ChildProcess> processes) throws InterruptedException {
        for (ChildProcess process : processes) {
            process.join();
        }
    }

    private static boolean plain(Stage stage) throws InterruptedException {
        stage.line("plain: the queue is shut down when all is made");
        List<ChildProcess> eaters = new ArrayList<>();
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            for (String name : PETERS) {
                eaters.add(mp.process(name, () -> eatUntilShutdown(stage, queue, name))
                        .start());
            }
            join(startMakers(mp, stage, queue));
            queue.shutdown();
        } // waits for the eaters
        stage.line("main");
        return Stage.allEndedWell(eaters);
    }

    private static boolean sentinel(Stage stage) throws InterruptedException {
        stage.line("sentinel: an end signal for each eater");
        List<ChildProcess> eaters = new ArrayList<>();
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            for (String name : PETERS) {
                eaters.add(mp.process(name, () -> BaoziSentinel.eat(stage, queue, name))
                        .start());
            }
            join(startMakers(mp, stage, queue));
            for (int i = 0; i < eaters.size(); i++) {
                queue.put(BaoziSentinel.END);
            }
        } // waits for the eaters
        stage.line("main");
        return Stage.allEndedWell(eaters);
    }

    private static boolean joinable(Stage stage) throws InterruptedException {
        stage.line("joinable: the makers wait until all is eaten, the eaters are daemons");
        List<ChildProcess> makers;
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue();
            for (String name : PETERS) {
                mp.process(name, () -> Baozi.eat(stage, queue, name))
                        .daemon(true)
                        .start();
            }
            makers = startMakers(mp, stage, queue);
            join(makers);
        } // ends the eaters
        stage.line("main");
        return Stage.allEndedWell(makers);
    }

    /** The example; in English, as the tutorial is. */
    public static boolean run(Stage given) throws InterruptedException {
        Stage stage = new Stage(true, given.speed(), given.colored());
        boolean shown = plain(stage);
        shown &= sentinel(stage);
        shown &= joinable(stage);
        return shown;
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
