package dev.multiproc.manager;

import dev.multiproc.Options;

class ManagerLifeWithSocketsIT extends ManagerLifeIT {
    @Override
    Options options() {
        return Options.defaults().withWaitStrategy(Options.WaitStrategy.SOCKET);
    }
}
