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
            new Demo(
                    "process-class",
                    "用类（实现 ProcessTask 的 record）开启子进程",
                    "a child from a class, a record that implements ProcessTask",
                    ProcessClass.class,
                    ProcessClass::run),
            new Demo("pids", "父子进程的 pid", "pids of parent and child", Pids.class, Pids::run),
            new Demo("isolation", "进程之间不共享变量", "processes share no variables", Isolation.class, Isolation::run),
            new Demo(
                    "join",
                    "父进程等四个子进程：5 秒，不是 11 秒",
                    "the parent waits for four children: 5 seconds, not 11",
                    Join.class,
                    Join::run),
            new Demo(
                    "two-sums",
                    "两个子进程各算一遍 0 到 99999 的和",
                    "two children sum 0 to 99999 and time it",
                    TwoSums.class,
                    TwoSums::run),
            new Demo("daemon", "守护进程随父进程结束", "a daemon ends with its parent", Daemon.class, Daemon::run),
            new Demo(
                    "daemon-no-children",
                    "守护进程不能开启子进程",
                    "a daemon may not have children",
                    DaemonNoChildren.class,
                    DaemonNoChildren::run),
            new Demo(
                    "print-race",
                    "三个进程共享终端，不加锁",
                    "three children share a terminal, without a lock",
                    Printing.class,
                    Printing::race),
            new Demo(
                    "print-lock",
                    "三个进程共享终端，加锁",
                    "three children share a terminal, with a lock",
                    Printing.class,
                    Printing::run),
            new Demo(
                    "tickets-race",
                    "抢票，不加锁：一张票卖出五次",
                    "five buyers without a lock: one ticket is sold five times",
                    Tickets.class,
                    Tickets::race),
            new Demo(
                    "tickets",
                    "抢票，加锁：一张票卖出一次",
                    "five buyers with a lock: one ticket is sold once",
                    Tickets.class,
                    Tickets::run),
            new Demo("lock-ten", "十个进程一把锁，一秒一个", "ten children, one lock, one a second", LockTen.class, LockTen::run),
            new Demo("rlock", "同一把锁拿两次", "a lock that its owner takes twice", RLock.class, RLock::run),
            new Demo(
                    "semaphore",
                    "二十个进程，五间小屋：同时最多五个在里面",
                    "twenty children, five rooms: never more than five inside",
                    SemaphoreRooms.class,
                    SemaphoreRooms::run),
            new Demo(
                    "event",
                    "BOSS 与五个 Worker：先叹气，后欢呼",
                    "the boss and five workers, who groan, then cheer",
                    EventBoss.class,
                    EventBoss::run),
            new Demo(
                    "condition",
                    "在条件变量上等任务",
                    "waiting for orders at a condition",
                    ConditionHandOff.class,
                    ConditionHandOff::run),
            new Demo(
                    "barrier",
                    "三个进程在栅栏前会合：不到齐谁也不走",
                    "three children meet at a barrier: nobody goes on before all have come",
                    BarrierMeeting.class,
                    BarrierMeeting::run),
            new Demo(
                    "counter",
                    "从 100 减一百次：不加锁，加锁",
                    "one is taken from 100, a hundred times: without a lock, with one",
                    Counter.class,
                    Counter::run),
            new Demo(
                    "queue-basics",
                    "容量为 3 的队列：满与空",
                    "a queue of three: full and empty",
                    QueueBasics.class,
                    QueueBasics::run),
            new Demo(
                    "queue-message",
                    "子进程放一个列表，父进程取",
                    "a child puts a list, the parent takes it",
                    QueueMessage.class,
                    QueueMessage::run),
            new Demo(
                    "queue-letters",
                    "读到队列空了为止：错在哪里，怎样才对",
                    "reading until a queue is empty: what is wrong with it, and the right form",
                    QueueLetters.class,
                    QueueLetters::run),
            new Demo(
                    "queue-bounded",
                    "五个进程放、五个进程取，队列容量为 3",
                    "five put and five take over a queue of three",
                    QueueBounded.class,
                    QueueBounded::run),
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
                    "baozi-pids",
                    "同上，每个厨师做十个，打印 pid",
                    "the same with ten each, and pids",
                    BaoziPids.class,
                    BaoziPids::run),
            new Demo(
                    "baozi-one-by-one",
                    "厨师每做一个就等它被吃掉，三个吃货轮流吃",
                    "the cook waits after each bun; three eaters take turns",
                    BaoziOneByOne.class,
                    BaoziOneByOne::run),
            new Demo(
                    "watermelon",
                    "两个生产者三个消费者的三种写法（英文）",
                    "two makers, three eaters, in three forms",
                    Watermelon.class,
                    Watermelon::run),
            new Demo(
                    "quit-word",
                    "生产五秒，然后说 quit",
                    "five seconds of work, then the word quit",
                    QuitWord.class,
                    QuitWord::run),
            new Demo(
                    "shared-array",
                    "共享内存里的一个数和一个数组",
                    "a number and an array in shared memory",
                    ValueAndArray.class,
                    ValueAndArray::run));

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
