package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectRegistry;
import dev.multiproc.internal.object.ObjectSurvey;
import dev.multiproc.internal.object.OpenSessions;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever fails as a session is closed, the rest of it is done. */
@ExtendWith(LeavesNothingBehind.class)
class SessionExitTest {
    /** An object whose release fails for a while. */
    private static final class Stubborn implements SharedObject {
        private final String name;
        private RuntimeException failure;
        private int releases;

        Stubborn(String name, RuntimeException failure) {
            this.name = name;
            this.failure = failure;
        }

        @Override
        public ObjectKind kind() {
            return null;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void sweep(int deadSlot) {}

        @Override
        public void rebuild(ObjectSurvey survey, boolean isNewBoot) {}

        @Override
        public void detach() {
            releases++;
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** There is no kind of object whose release can be made to fail. */
    @SuppressWarnings("unchecked")
    private static void hold(LocalSession session, SharedObject object) throws ReflectiveOperationException {
        Object objects = session.context().objects();
        Map<String, Object> held = (Map<String, Object>) read(objects, "held");
        Constructor<?> constructor = Class.forName(ObjectRegistry.class.getName() + "$Held")
                .getDeclaredConstructor(SharedObject.class, ObjectPlace.class);
        constructor.setAccessible(true);
        held.put(object.name(), constructor.newInstance(object, null));
    }

    private static Object read(Object owner, String field) throws ReflectiveOperationException {
        Field declared = owner.getClass().getDeclaredField(field);
        declared.setAccessible(true);
        return declared.get(owner);
    }

    @Test
    void whatCannotBeReleasedKeepsNothingElseAndIsReleasedByTheNextClose() throws Exception {
        LocalSession session = (LocalSession) Multiprocessing.open();
        session.queue().put("item");
        Stubborn one = new Stubborn("one", new UncheckedIOException(new java.io.IOException("no")));
        Stubborn other = new Stubborn("other", new NoSuchElementException("neither"));
        hold(session, one);
        hold(session, other);
        assertThatThrownBy(session::close)
                .isIn(one.failure, other.failure)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(Files.exists(session.membership().directory().root())).isFalse();
        assertThat(OpenSessions.find(session.context().address())).isNull();
        assertThatThrownBy(session::close).isIn(one.failure, other.failure);
        one.failure = null;
        assertThatThrownBy(session::close).isSameAs(other.failure);
        other.failure = null;
        session.close();
        session.close();
        assertThat(one.releases).isEqualTo(3);
        assertThat(other.releases).isEqualTo(4);
    }
}
