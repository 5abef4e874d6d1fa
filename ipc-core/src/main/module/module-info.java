/**
 * Python's multiprocessing for Java.
 *
 * <p>The JDK's modules are those that Chronicle Queue takes, whose jars are no modules and cannot say so.
 */
module dev.multiproc.core {
    requires chronicle.queue;
    requires com.sun.jna;
    requires java.management;
    requires java.naming;
    requires jdk.unsupported;
    requires org.slf4j;

    uses dev.multiproc.spi.SessionProvider;
    uses org.slf4j.spi.SLF4JServiceProvider;

    exports dev.multiproc;
    exports dev.multiproc.codec;
    exports dev.multiproc.inspect;
    exports dev.multiproc.manager;
    exports dev.multiproc.memory;
    exports dev.multiproc.pipe;
    exports dev.multiproc.pool;
    exports dev.multiproc.queue;
    exports dev.multiproc.spi;
    exports dev.multiproc.sync;

    // For the module whose sessions are at a server.
    exports dev.multiproc.internal.control to
            dev.multiproc.redis;
    exports dev.multiproc.internal.engine to
            dev.multiproc.redis;
    exports dev.multiproc.internal.entry to
            dev.multiproc.redis;
    exports dev.multiproc.internal.memory to
            dev.multiproc.redis;
    exports dev.multiproc.internal.object to
            dev.multiproc.redis;
    exports dev.multiproc.internal.park to
            dev.multiproc.redis;
    exports dev.multiproc.internal.pipe to
            dev.multiproc.redis;
    exports dev.multiproc.internal.queue to
            dev.multiproc.redis;
    exports dev.multiproc.internal.sync to
            dev.multiproc.redis;
}
