package dev.multiproc.internal.object;

/** Something that belongs to processes, and that the task of a child which is being started holds. */
public interface Handover {
    /** Called before the child is started: from now on it belongs to the child too. */
    void begin(int childSlot);

    /** Called when the child was started: this process does not need it any more. */
    void complete();

    /** Called when the child could not be started. */
    void cancel(int childSlot);
}
