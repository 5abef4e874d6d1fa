package dev.multiproc.redis.sync;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.queue.LeaseExpiredException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A shared object whose state is at the server, and changed by a script. One Java object per object and process. */
public abstract class ServerObject implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String EXPIRED = "expired";

    private final transient Place place;
    private final transient String script;

    protected ServerObject(Place place, String script) {
        this.place = place;
        this.script = script;
    }

    public final String name() {
        return place.name();
    }

    public final Place place() {
        return place;
    }

    protected final Link link() {
        return place.link();
    }

    protected final void checkOpen() {
        place.link().checkOpen();
    }

    /** Deletes the object for all processes. Those who wait for it learn of it when they look. */
    public boolean delete() {
        checkOpen();
        boolean isDeleted = place.delete();
        link().waiters().lookAll();
        return isDeleted;
    }

    // ---------------------------------------------------------------- requests

    /** Has the script change something, once, also if the connection is lost meanwhile. */
    protected final String change(String operation, String... arguments) {
        return text(changeRaw(operation, bytes(arguments)));
    }

    /** The same for what this process can do whether it had lost its lease or not. */
    protected final String changeAnyhow(String operation, String... arguments) {
        String answer = change(operation, arguments);
        while (answer.equals(EXPIRED)) {
            link().comeBack();
            answer = change(operation, arguments);
        }
        return answer;
    }

    /** Has the script change something at two objects. */
    final String changeWith(String otherKey, String operation, String... arguments) {
        return text(request(List.of(otherKey), operation, bytes(arguments)));
    }

    /** The same with arguments and an answer of any bytes. */
    protected final byte[] changeRaw(String operation, List<byte[]> arguments) {
        return request(List.of(), operation, arguments);
    }

    /** Something that waits, under a token of this process. */
    interface Wait<T> {
        T begin() throws InterruptedException;
    }

    /** Waits, and begins again if this process had lost its lease: it held nothing yet. */
    final <T> T waitAnyhow(Wait<T> wait) throws InterruptedException {
        while (true) {
            try {
                return wait.begin();
            } catch (LeaseExpiredException e) {
                link().comeBack();
            }
        }
    }

    private byte[] request(List<String> others, String operation, List<byte[]> arguments) {
        Requests.Slot slot = link().requests().begin();
        try {
            return run(others, slot.name(), slot.number(), operation, arguments);
        } finally {
            link().requests().end(slot);
        }
    }

    /** Asks the script something; it may also do what can be repeated. */
    protected final String ask(String operation, String... arguments) {
        return text(askRaw(operation, bytes(arguments)));
    }

    final String askWith(String otherKey, String operation, String... arguments) {
        return text(run(List.of(otherKey), "", "", operation, bytes(arguments)));
    }

    protected final byte[] askRaw(String operation, List<byte[]> arguments) {
        return run(List.of(), "", "", operation, arguments);
    }

    private byte[] run(List<String> others, String slot, String number, String operation, List<byte[]> arguments) {
        Link link = link();
        String process = link.process();
        List<String> keys = new ArrayList<>(3 + others.size());
        keys.add(place.key());
        keys.add(link.processesKey());
        keys.add(link.answersKey(process));
        keys.addAll(others);
        List<byte[]> all = new ArrayList<>(5 + arguments.size());
        for (String each : List.of(link.channelPrefix(), process, slot, number, operation)) {
            all.add(each.getBytes(StandardCharsets.UTF_8));
        }
        all.addAll(arguments);
        byte[] answer = link.run(script, keys, all);
        if (is(answer, "deleted")) {
            throw deleted();
        }
        return answer;
    }

    private static boolean is(byte[] answer, String word) {
        if (answer.length != word.length()) {
            return false;
        }
        for (int i = 0; i < answer.length; i++) {
            if (answer[i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static List<byte[]> bytes(String... arguments) {
        List<byte[]> all = new ArrayList<>(arguments.length);
        for (String each : arguments) {
            all.add(each.getBytes(StandardCharsets.UTF_8));
        }
        return all;
    }

    private static String text(byte[] answer) {
        return new String(answer, StandardCharsets.UTF_8);
    }

    /** What the object was made with. */
    protected final String field(String name) {
        return ask("field", name);
    }

    /** Frees what a dead process holds of the object, and passes on what it had not seen. Can be repeated. */
    public void sweep(String deadProcess) {
        String unused = ask("sweep", deadProcess);
    }

    /** Throws if the object was deleted. */
    protected final void checkExists() {
        checkOpen();
        String unused = field("kind");
    }

    // ---------------------------------------------------------------- what can go wrong

    final ObjectDeletedException deleted() {
        return new ObjectDeletedException(
                "the " + place.title() + " was deleted, name=" + name() + " (or the server has lost its data)");
    }

    /** The exception if the answer is that this process had lost what it holds. */
    final String checkLease(String answer, long fence) {
        if (answer.equals(EXPIRED)) {
            throw new LeaseExpiredException(
                    "this process has not renewed its lease in time, so that others were given what it held; what it"
                            + " did since then with what the " + place.title() + " guards may be done by others, too,"
                            + " name=" + name() + ", fence=" + fence,
                    fence);
        }
        return answer;
    }

    /** It is serialized as a handle to itself. */
    protected final Object writeReplace() {
        return place.handle();
    }
}
