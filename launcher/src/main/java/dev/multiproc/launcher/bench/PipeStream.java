package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Pipe;
import java.nio.ByteBuffer;

/** The scenario of {@link StreamScenario} over pipes: as objects, and as bytes that are received into one buffer. */
final class PipeStream {
    private PipeStream() {}

    static void run(Multiprocessing mp, Recorder recorder, StreamScenario scenario, int repetitions) throws Exception {
        run(mp, recorder, scenario, repetitions, false);
        run(mp, recorder, scenario, repetitions, true);
    }

    private static void run(
            Multiprocessing mp, Recorder recorder, StreamScenario scenario, int repetitions, boolean asBytes)
            throws Exception {
        Pipe items = mp.pipe(false);
        Pipe ends = mp.pipe(false);
        int rounds = StreamScenario.rounds(repetitions);
        ChildProcess child = mp.process(
                        "receiver",
                        new Receiver(
                                items.first(),
                                ends.second(),
                                scenario.items(),
                                rounds,
                                asBytes ? scenario.payloadBytes() : 0))
                .start();
        Connection sender = items.second();
        Object item = scenario.item();
        byte[] bytes = new byte[scenario.payloadBytes()];
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < scenario.items(); i++) {
                if (asBytes) {
                    sender.sendBytes(bytes);
                } else {
                    sender.send(item);
                }
            }
            long end = (Long) ends.first().receive();
            scenario.record(
                    recorder,
                    asBytes ? "multiproc-Pipe-sendBytes" : "multiproc-Pipe",
                    round,
                    scenario.items(),
                    end - begin);
        }
        child.join();
        items.close();
        ends.close();
    }

    /**
     * Receives all items of a round and reports when it had the last one.
     *
     * @param bufferBytes the length of a buffer for messages of bytes; 0 to receive objects
     */
    record Receiver(Connection items, Connection ends, int count, int rounds, int bufferBytes) implements ProcessTask {
        @Override
        public void run() throws Exception {
            ByteBuffer buffer = ByteBuffer.allocate(bufferBytes);
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < count; i++) {
                    if (bufferBytes > 0) {
                        items.receiveBytes(buffer.clear());
                    } else {
                        items.receive();
                    }
                }
                ends.send(System.nanoTime());
            }
        }
    }
}
