package dev.multiproc.redis;

import dev.multiproc.ProcessTask;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.entry.SessionEntry;
import java.nio.charset.StandardCharsets;

/**
 * What a child runs that an agent has started: it joins the session, and reads and runs the owner's task. Only here the task is read,
 * with the limits and filters that hold for every task.
 *
 * @param ofAgent the session's address, as the agent writes it
 * @param ofOwner the same, as the owner of the child writes it
 * @param codec the class name of the session's codec
 * @param task the task, serialized, a character a byte
 */
record HostedTask(String ofAgent, String ofOwner, String codec, String task) implements ProcessTask {
    static String text(byte[] task) {
        return new String(task, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void run() throws Exception {
        SessionEntry.enter(RedisSessions.joinAs(ofAgent, ofOwner, codec));
        Object read = new JavaSerialization().read(task.getBytes(StandardCharsets.ISO_8859_1));
        if (!(read instanceof ProcessTask real)) {
            String type = read == null ? "null" : read.getClass().getName();
            throw new CodecException("what the agent was given is no task, class=" + type, type, null);
        }
        real.run();
    }
}
