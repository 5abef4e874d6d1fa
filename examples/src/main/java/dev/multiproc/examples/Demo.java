package dev.multiproc.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An example that the command line can play.
 *
 * @param name what to call it on the command line
 * @param chinese a line about it
 * @param english the same in English
 * @param example its class
 * @param play plays it
 */
public record Demo(String name, String chinese, String english, Class<?> example, Play play) {
    /** All, in the order of the tutorials. */
    public static final List<Demo> ALL = List.of(
            new Demo(
                    "process-function",
                    "用函数开启子进程，父进程不等它",
                    "a child from a function; the parent does not wait",
                    ProcessFunction.class,
                    ProcessFunction::run),
            new Demo("daemon", "守护进程随父进程结束", "a daemon ends with its parent", Daemon.class, Daemon::run),
            new Demo(
                    "queue-basics",
                    "容量为 3 的队列：满与空",
                    "a queue of three: full and empty",
                    QueueBasics.class,
                    QueueBasics::run),
            new Demo(
                    "baozi-hang",
                    "没有结束信号：吃货一直等，父进程也结束不了",
                    "no end signal: the eater waits for ever, and the parent for it",
                    BaoziHang.class,
                    BaoziHang::run),
            new Demo(
                    "baozi-sentinel",
                    "结束信号：由厨师放，或由父进程放",
                    "an end signal, by the cook or by the parent",
                    BaoziSentinel.class,
                    BaoziSentinel::run),
            new Demo(
                    "baozi-sentinels",
                    "三个厨师两个吃货：有几个吃货就放几个结束信号",
                    "three cooks, two eaters, as many end signals as eaters",
                    BaoziSentinels.class,
                    BaoziSentinels::run),
            new Demo(
                    "baozi",
                    "JoinableQueue 与守护吃货：谁也不会卡住",
                    "a JoinableQueue and daemon eaters: nobody hangs",
                    Baozi.class,
                    Baozi::run),
            new Demo(
                    "watermelon",
                    "两个生产者三个消费者的三种写法（英文）",
                    "two makers, three eaters, in three forms",
                    Watermelon.class,
                    Watermelon::run));

    /** Plays an example; gives whether it showed what it should. */
    @FunctionalInterface
    public interface Play {
        boolean on(Stage stage) throws Exception;
    }

    /** The example's own source, as it stands in the project. */
    public String source() throws IOException {
        String file = "/META-INF/sources/" + example.getName().replace('.', '/') + ".java";
        try (InputStream in = Demo.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("the source is not packed with this program, file=" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
