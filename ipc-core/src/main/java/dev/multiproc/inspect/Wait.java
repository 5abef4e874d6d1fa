package dev.multiproc.inspect;

/**
 * What a thread of a process waits for.
 *
 * @param purpose worded to precede the object's name, for example {@code to take from}
 * @param object the shared object that it waits at
 */
public record Wait(String purpose, InspectedObject object) {
    /**
     * As text.
     *
     * @return for example {@code to take from items}
     */
    @Override
    public String toString() {
        return purpose + " " + object.name();
    }
}
