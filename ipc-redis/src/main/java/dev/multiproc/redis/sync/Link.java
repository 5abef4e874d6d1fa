package dev.multiproc.redis.sync;

import dev.multiproc.ProcessInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What synchronizers and shared memory need of the session that they are in. One per session and process. */
public interface Link {
    /** This process's id at the server, which holds no colon. Another one after its lease ended and it came back. */
    String process();

    /**
     * Called when the server has said that it declared this process dead: makes it a process of the session again, with another id,
     * if that was not done yet.
     */
    void comeBack();

    /** The process with an id, for those who ask who owns a lock; one that is not alive if it is unknown. */
    ProcessInfo info(String process);

    /** The key of the hash whose fields are the ids of the processes whose lease was not swept. */
    String processesKey();

    /** The key of a hash for a process that is deleted when the process is swept. */
    String answersKey(String process);

    /** A process's channel for wake-ups has this prefix, and its id behind it. */
    String channelPrefix();

    /**
     * Runs a script. Blocks until the server has answered.
     *
     * @return its answer, a bulk string
     */
    byte[] run(String script, List<String> keys, List<byte[]> arguments);

    /** The same without waiting: several may be on their way. One thread's are performed in their order, except at a server that does
     * not know the script yet. Repeated after a lost connection. */
    CompletableFuture<byte[]> begin(String script, List<String> keys, List<byte[]> arguments);

    /** Whether the session is not closed. */
    boolean isOpen();

    /** Throws if the session is closed. */
    void checkOpen();

    /** The threads of this process that wait for a wake-up. */
    Waiters waiters();

    /** The numbers of this process's requests. */
    Requests requests();
}
