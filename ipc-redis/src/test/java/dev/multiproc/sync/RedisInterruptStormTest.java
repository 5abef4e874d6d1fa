package dev.multiproc.sync;

import dev.multiproc.Multiprocessing;
import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisServer;
import dev.multiproc.redis.RedisWaits;
import dev.multiproc.testing.LeavesNothingBehind;
import org.junit.jupiter.api.extension.ExtendWith;

@NeedsServer
@ExtendWith(LeavesNothingBehind.class)
class RedisInterruptStormTest extends StormContract {
    @Override
    Multiprocessing openSession() {
        return Multiprocessing.open(RedisServer.newSession(""));
    }

    @Override
    long rescues(Multiprocessing of) {
        return RedisWaits.rescues(of);
    }
}
