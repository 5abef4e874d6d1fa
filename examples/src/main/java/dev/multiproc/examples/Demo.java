package dev.multiproc.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An example that can be run from the command line.
 *
 * @param name its name on the command line
 * @param chinese a line about it, in Chinese
 * @param english the same in English
 */
public record Demo(String name, String chinese, String english) {
    /** All examples, in the order of the tutorials. Listing them loads none of the programs. */
    public static final List<Demo> ALL = List.of(
            new Demo("process-function", "用函数开启子进程，父进程不等它", "a child from a function; the parent does not wait"),
            new Demo(
                    "process-class",
                    "用类（实现 ProcessTask 的 record）开启子进程",
                    "a child from a class, a record that implements ProcessTask"),
            new Demo("pids", "父子进程的 pid", "pids of parent and child"),
            new Demo("isolation", "进程之间不共享变量", "processes share no variables"),
            new Demo("join", "父进程等四个子进程：5 秒，不是 11 秒", "the parent waits for four children: 5 seconds, not 11"),
            new Demo("two-sums", "两个子进程各算一遍 0 到 99999 的和", "two children sum 0 to 99999 and time it"),
            new Demo("daemon", "守护进程随父进程结束", "a daemon ends with its parent"),
            new Demo("daemon-no-children", "守护进程不能开启子进程", "a daemon may not have children"),
            new Demo(
                    "echo-server",
                    "TCP 服务器：三个子进程轮流应答，改成大写",
                    "a TCP server: three children answer its clients, in upper case"),
            new Demo("print-race", "三个进程共享终端，不加锁", "three children share a terminal, without a lock"),
            new Demo("print-lock", "三个进程共享终端，加锁", "three children share a terminal, with a lock"),
            new Demo("tickets-race", "抢票，不加锁：一张票卖出五次", "five buyers without a lock: one ticket is sold five times"),
            new Demo("tickets", "抢票，加锁：一张票卖出一次", "five buyers with a lock: one ticket is sold once"),
            new Demo("lock-ten", "十个进程一把锁，一秒一个", "ten children, one lock, one a second"),
            new Demo("rlock", "同一把锁拿两次", "a lock that its owner takes twice"),
            new Demo("semaphore", "二十个进程，五间小屋：同时最多五个在里面", "twenty children, five rooms: never more than five inside"),
            new Demo("event", "BOSS 与五个 Worker：先叹气，后欢呼", "the boss and five workers, who groan, then cheer"),
            new Demo("condition", "在条件变量上等任务", "waiting for orders at a condition"),
            new Demo(
                    "barrier",
                    "三个进程在栅栏前会合：不到齐谁也不走",
                    "three children meet at a barrier: nobody goes on before all have come"),
            new Demo(
                    "counter", "从 100 减一百次：不加锁，加锁", "one is taken from 100, a hundred times: without a lock, with one"),
            new Demo("queue-basics", "容量为 3 的队列：满与空", "a queue of three: full and empty"),
            new Demo("queue-message", "子进程放一个列表，父进程取", "a child puts a list, the parent takes it"),
            new Demo(
                    "queue-letters",
                    "读到队列空了为止：错在哪里，怎样才对",
                    "reading until a queue is empty: what is wrong with it, and the right form"),
            new Demo("queue-bounded", "五个进程放、五个进程取，队列容量为 3", "five put and five take over a queue of three"),
            new Demo(
                    "baozi-hang",
                    "没有结束信号：吃货一直等，父进程也结束不了",
                    "no end signal: the eater waits for ever, and the parent for it"),
            new Demo("baozi-sentinel", "结束信号：由厨师放，或由父进程放", "an end signal, by the cook or by the parent"),
            new Demo(
                    "baozi-sentinels",
                    "三个厨师两个吃货：有几个吃货就放几个结束信号",
                    "three cooks, two eaters, as many end signals as eaters"),
            new Demo("baozi", "JoinableQueue 与守护吃货：谁也不会卡住", "a JoinableQueue and daemon eaters: nobody hangs"),
            new Demo("baozi-pids", "同上，每个厨师做十个，打印 pid", "the same with ten each, and pids"),
            new Demo(
                    "baozi-one-by-one",
                    "厨师每做一个就等它被吃掉，三个吃货轮流吃",
                    "the cook waits after each bun; three eaters take turns"),
            new Demo("watermelon", "两个生产者三个消费者的三种写法（英文）", "two makers, three eaters, in three forms"),
            new Demo("quit-word", "生产五秒，然后说 quit", "five seconds of work, then the word quit"),
            new Demo(
                    "pipe",
                    "管道：worker 发 0 到 9，boss 收，收完就知道",
                    "a pipe: a worker sends 0 to 9, and the boss learns that this was all"),
            new Demo("lifo", "后进先出的队列，由管理进程保管", "a queue whose last item comes first, in a manager's process"),
            new Demo("priority", "最小的先出来的队列，由管理进程保管", "a queue whose least item comes first, in a manager's process"),
            new Demo("manager", "十个子进程往同一个字典和列表里放东西", "ten children put into one map and one list of a manager"),
            new Demo("manager-value", "管理进程里的一个数和一个数组", "a number and an array in a manager's process"),
            new Demo("shared-array", "共享内存里的一个数和一个数组", "a number and an array in shared memory"),
            new Demo("pool-map", "四个进程的进程池算平方", "a pool of four squares numbers"),
            new Demo(
                    "pool-async",
                    "五个进程的进程池做一百件活，每件一秒，做完回调",
                    "a pool of five does a hundred jobs of a second, with a call-back for each"),
            new Demo("threads", "线程：两种开法，锁，信号量，不安全的列表", "threads: two ways, a lock, a semaphore, the unsafe list"),
            new Demo("generators", "用 yield 写的生产者消费者：轮流来", "the producer and the consumer of yield, who take turns"));

    /** Runs an example; gives whether it showed what it should. */
    @FunctionalInterface
    public interface Play {
        boolean on(Stage stage) throws Exception;
    }

    private record Program(Class<?> home, Play play) {}

    private Program program() {
        return switch (name) {
            case "process-function" -> new Program(ProcessFunction.class, ProcessFunction::run);
            case "process-class" -> new Program(ProcessClass.class, ProcessClass::run);
            case "pids" -> new Program(Pids.class, Pids::run);
            case "isolation" -> new Program(Isolation.class, Isolation::run);
            case "join" -> new Program(Join.class, Join::run);
            case "two-sums" -> new Program(TwoSums.class, TwoSums::run);
            case "daemon" -> new Program(Daemon.class, Daemon::run);
            case "daemon-no-children" -> new Program(DaemonNoChildren.class, DaemonNoChildren::run);
            case "echo-server" -> new Program(EchoServer.class, EchoServer::run);
            case "print-race" -> new Program(Printing.class, Printing::race);
            case "print-lock" -> new Program(Printing.class, Printing::run);
            case "tickets-race" -> new Program(Tickets.class, Tickets::race);
            case "tickets" -> new Program(Tickets.class, Tickets::run);
            case "lock-ten" -> new Program(LockTen.class, LockTen::run);
            case "rlock" -> new Program(RLock.class, RLock::run);
            case "semaphore" -> new Program(SemaphoreRooms.class, SemaphoreRooms::run);
            case "event" -> new Program(EventBoss.class, EventBoss::run);
            case "condition" -> new Program(ConditionHandOff.class, ConditionHandOff::run);
            case "barrier" -> new Program(BarrierMeeting.class, BarrierMeeting::run);
            case "counter" -> new Program(Counter.class, Counter::run);
            case "queue-basics" -> new Program(QueueBasics.class, QueueBasics::run);
            case "queue-message" -> new Program(QueueMessage.class, QueueMessage::run);
            case "queue-letters" -> new Program(QueueLetters.class, QueueLetters::run);
            case "queue-bounded" -> new Program(QueueBounded.class, QueueBounded::run);
            case "baozi-hang" -> new Program(BaoziHang.class, BaoziHang::run);
            case "baozi-sentinel" -> new Program(BaoziSentinel.class, BaoziSentinel::run);
            case "baozi-sentinels" -> new Program(BaoziSentinels.class, BaoziSentinels::run);
            case "baozi" -> new Program(Baozi.class, Baozi::run);
            case "baozi-pids" -> new Program(BaoziPids.class, BaoziPids::run);
            case "baozi-one-by-one" -> new Program(BaoziOneByOne.class, BaoziOneByOne::run);
            case "watermelon" -> new Program(Watermelon.class, Watermelon::run);
            case "quit-word" -> new Program(QuitWord.class, QuitWord::run);
            case "lifo" -> new Program(SharedOrder.class, SharedOrder::lifo);
            case "priority" -> new Program(SharedOrder.class, SharedOrder::priority);
            case "manager" -> new Program(ManagerTen.class, ManagerTen::run);
            case "manager-value" -> new Program(ManagerValue.class, ManagerValue::run);
            case "shared-array" -> new Program(ValueAndArray.class, ValueAndArray::run);
            case "pipe" -> new Program(PipeBoss.class, PipeBoss::run);
            case "pool-map" -> new Program(PoolMap.class, PoolMap::run);
            case "pool-async" -> new Program(PoolAsync.class, PoolAsync::run);
            case "threads" -> new Program(Threads.class, Threads::run);
            case "generators" -> new Program(Generators.class, Generators::run);
            default -> throw new IllegalStateException("a demo without a program: " + name);
        };
    }

    /** Its class. */
    public Class<?> example() {
        return program().home();
    }

    /** The method that runs it. */
    public Play play() {
        return program().play();
    }

    /** The source code of the example. */
    public String source() throws IOException {
        String file = "/META-INF/sources/" + example().getName().replace('.', '/') + ".java";
        try (InputStream in = Demo.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("the source is not packed with this program, file=" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
