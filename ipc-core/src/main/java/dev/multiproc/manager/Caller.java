package dev.multiproc.manager;

/**
 * Who does something to an object: a thread of a client, or of the manager's process itself.
 *
 * @param client the client; null for the manager's process
 * @param thread the thread's number there
 */
record Caller(ClientProcess client, long thread) {
    /** For whom the current thread works. */
    static Caller current() {
        Worker worker = Worker.current();
        return worker == null
                ? new Caller(null, Thread.currentThread().getId())
                : new Caller(worker.client(), worker.clientThread());
    }

    boolean hasEnded() {
        return client != null && client.hasEnded();
    }

    void acquired(ClientProcess.OfClients thing) {
        if (client != null) {
            client.acquired(thing);
        }
    }

    void released(ClientProcess.OfClients thing) {
        if (client != null) {
            client.released(thing);
        }
    }
}
