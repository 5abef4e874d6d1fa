package dev.multiproc.memory;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Behaviour of what lies in shared memory, written once, and run among threads of one process and across processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LeavesNothingBehind.class)
abstract class MemoryContract {
    /** In this process; null in children. */
    private static volatile Multiprocessing local;

    private Cast cast;
    Multiprocessing mp;
    /** Each of another process, where there are several. */
    Actor anna;

    Actor bert;
    Actor carl;

    abstract Cast cast();

    @BeforeAll
    final void open() throws InterruptedException {
        cast = cast();
        mp = cast.session();
        local = mp;
        anna = cast.hire();
        bert = cast.hire();
        carl = cast.hire();
    }

    /** The session, for an actor: of this process or of its own. */
    static Multiprocessing session() {
        Multiprocessing here = local;
        return here != null ? here : Multiprocessing.current();
    }

    final List<Actor> everybody() {
        return List.of(anna, bert, carl);
    }

    /** One more, of another process than the last where there are several. */
    final Actor hireAnother() throws InterruptedException {
        return cast.hire();
    }

    /** Has everybody do the same at a time. */
    final void together(Actor.Action action) throws InterruptedException {
        List<Actor.Call<Boolean>> calls = List.of(anna.beginTo(action), bert.beginTo(action), carl.beginTo(action));
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
    }

    @AfterAll
    final void close() {
        cast.close();
        mp = null;
        local = null;
        cast = null;
        anna = null;
        bert = null;
        carl = null;
    }
}
