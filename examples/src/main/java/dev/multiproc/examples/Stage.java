package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How the examples are run: in which language, how fast, in colour or not. Sent to the children with their tasks.
 *
 * @param english whether texts are English; else they are Chinese, as in the tutorials
 * @param speed the factor by which every pause is shortened
 * @param colored whether the lines of producers and consumers have coloured backgrounds
 */
public record Stage(boolean english, int speed, boolean colored) implements Serializable {
    /** The speed for {@code --fast}. */
    public static final int FAST = 20;

    private static final String BLUE_GROUND = "\033[44m";
    private static final String MAGENTA_GROUND = "\033[45m";
    private static final String PLAIN = "\033[0m";

    /** The stage for an example's own {@code main}, which accepts {@code --fast}, {@code --lang en} and {@code --color}. */
    public static Stage of(String... args) {
        List<String> options = List.of(args);
        boolean english = Collections.indexOfSubList(options, List.of("--lang", "en")) >= 0;
        return new Stage(english, options.contains("--fast") ? FAST : 1, options.contains("--color"));
    }

    /** Whether all of these children have ended with exit code 0. */
    static boolean allEndedWell(List<ChildProcess> children) {
        return children.stream().allMatch(child -> child.exitCode().orElse(-1) == 0);
    }

    /** Waits for all of these children; gives whether all ended with exit code 0. */
    static boolean joinAll(List<ChildProcess> children) throws InterruptedException {
        for (ChildProcess child : children) {
            child.join();
        }
        return allEndedWell(children);
    }

    /** Prints a line in the language of the stage. */
    public void say(String chinese, String inEnglish) {
        line(text(chinese, inEnglish));
    }

    /** The text in the language of the stage. */
    public String text(String chinese, String inEnglish) {
        return english ? inEnglish : chinese;
    }

    /** Prints that a producer made an item. */
    public void made(String name, String item) {
        line(ground(BLUE_GROUND, name + text(" 生产了 ", " made ") + item));
    }

    /** Prints that a consumer ate an item. */
    public void ate(String name, String item) {
        line(ground(MAGENTA_GROUND, name + text(" 吃 ", " eats ") + item));
    }

    /** The last line of a parent. */
    public void parentIsDone() {
        say("主", "main");
    }

    private String ground(String color, String text) {
        return colored ? color + text + PLAIN : text;
    }

    /** Prints a line with one write, so that lines of several processes are not interleaved. */
    public void line(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        // No error is thrown here; the caller can ask the stream whether everything could be written.
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    /** Pauses as the tutorial does. */
    public void pause(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * 1000 / speed));
    }

    /** Pauses for one to three seconds, as the tutorials' cooks and eaters do. */
    public void work() throws InterruptedException {
        pause(1 + new Random().nextInt(3));
    }
}
