package dev.multiproc.launcher.work;

import dev.multiproc.worker.ItemConsumer;
import dev.multiproc.worker.WorkerContext;

/**
 * The user's own class.
 *
 * @param className the name of an {@link ItemConsumer}
 */
public record ClassSink(String className) implements Sink {
    @Override
    @SuppressWarnings(
            "unchecked") // If the items are of another type, its accept throws a ClassCastException that names both.
    public Handler open() throws Exception {
        ItemConsumer<Object> consumer = UserClass.make(className, ItemConsumer.class);
        return new Handler() {
            @Override
            public void start(WorkerContext worker) throws Exception {
                consumer.start(worker);
            }

            @Override
            public void accept(Delivered item) throws Exception {
                try {
                    consumer.accept(item.value());
                } catch (InterruptedException end) {
                    throw end;
                } catch (Exception | LinkageError | StackOverflowError e) {
                    // Whatever it is, such as the broken pipe of a connection of the user's, it concerns this item
                    // only.
                    item.failed(e + place(e));
                    return;
                }
                item.done();
            }

            @Override
            public void close() throws Exception {
                consumer.close();
            }
        };
    }

    private static String place(Throwable e) {
        StackTraceElement[] frames = e.getStackTrace();
        return frames.length == 0 ? "" : ", at " + frames[0];
    }

    @Override
    public String describe() {
        return className;
    }
}
