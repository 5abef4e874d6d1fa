package dev.multiproc.internal.queue;

import dev.multiproc.internal.object.ObjectSurvey;
import dev.multiproc.internal.object.SharedObject;

/** A queue over a log, as one of a session's shared objects. */
interface LogObject extends SharedObject {
    LogEngine<?> log();

    @Override
    default QueueKind kind() {
        return log().kind();
    }

    @Override
    default void recover(int deadSlot) {
        log().recover(deadSlot);
    }

    @Override
    default void sweep(int deadSlot) {
        log().sweep(deadSlot);
    }

    @Override
    default void rebuild(ObjectSurvey survey, boolean isNewBoot) {
        log().rebuild((QueueSurvey) survey, isNewBoot);
    }

    @Override
    default void reconcile(boolean isNewBoot) {
        log().reconcile(isNewBoot);
    }

    @Override
    default void settle() {
        log().settle();
    }

    @Override
    default void giveBackIfIdle() {
        log().giveBackIfIdle();
    }

    @Override
    default void stop() {
        log().stop();
    }

    @Override
    default void deleted() {
        log().endUse();
        detach();
        // This process may have made files after others had deleted those of the queue. Now it makes no more.
        log().family.deleteFiles(kind(), log().place().fileName());
    }

    @Override
    default void detach() {
        log().detach();
    }
}
