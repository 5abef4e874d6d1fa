package dev.multiproc.manager;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What is behind the stand-in for a proxy on which a function makes the one call that is to be written down. */
final class Recorder extends Handler {
    private static final long serialVersionUID = 1L;
    private static final Object[] NOTHING = {};

    private final transient RemoteObject target;
    private transient Recorded recorded;

    /** What the function gets from its call: null, or 0. */
    private transient Object given;

    private Recorder(RemoteObject target) {
        super(target.manager(), target.object(), target.exposed());
        this.target = target;
    }

    /** The object behind a proxy. */
    static RemoteObject targetOf(Object proxy) {
        if (handlerOf(proxy) instanceof RemoteObject object) {
            return object;
        }
        throw new IllegalArgumentException("no proxy of a managed object in another process, proxy=" + proxy);
    }

    /** The call that a function makes. */
    @SuppressWarnings("unchecked") // The stand-in has the interface of the proxy.
    static <T> Recorded record(T proxy, Calls.Call<? super T, ?> call) {
        Recorder recorder = new Recorder(targetOf(proxy));
        Object result;
        try {
            result = call.on((T) recorder.exposed().proxy(recorder));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException("the function has thrown an exception of its own", e);
        }
        if (recorder.recorded == null) {
            throw new IllegalArgumentException("the function has to make a call on what it gets, and has made none");
        }
        if (!Objects.equals(result, recorder.given)) {
            throw new IllegalArgumentException(
                    "the function has to return what its call gives, as it is: the call is not made yet, so that it cannot go on with its result");
        }
        return recorder.recorded;
    }

    /** The call that a function makes, whose result nobody needs. */
    static <T> Recorded recordAction(T proxy, Calls.Action<? super T> action) {
        Recorded made = record(proxy, object -> {
            action.on(object);
            return ((Recorder) handlerOf(object)).given;
        });
        return new Recorded(made.target(), made.method(), made.arguments(), unneeded -> null);
    }

    @Override
    Handle handle() {
        return target.handle();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        if (recorded != null) {
            throw new IllegalArgumentException(
                    "the function has to make one call only, and then another one was made, method="
                            + method.getName());
        }
        Exposed.Call call = exposed().call(method);
        Object[] all = arguments == null ? NOTHING : arguments;
        if (call.local() == null) {
            recorded = new Recorded(target, call.number(), all, UnaryOperator.identity());
        } else if (call.local() instanceof ClientSide.OneTrip trip) {
            Object sent = trip.argument().apply(all);
            recorded = new Recorded(target, trip.method(), new Object[] {sent}, result -> trip.result()
                    .apply(sent, result));
        } else {
            throw new IllegalArgumentException(
                    "the method goes over the collection in the caller, which takes several trips, method="
                            + method.getName());
        }
        given = zero(method.getReturnType());
        return given;
    }

    private static Object zero(Class<?> type) {
        return type.isPrimitive() && type != void.class ? Array.get(Array.newInstance(type, 1), 0) : null;
    }
}
