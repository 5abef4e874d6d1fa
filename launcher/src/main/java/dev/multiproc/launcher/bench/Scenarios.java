package dev.multiproc.launcher.bench;

import java.util.ArrayList;
import java.util.List;

/** The list of all scenarios. */
final class Scenarios {
    static final List<Scenario> ALL = all();

    private Scenarios() {}

    private static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(StreamScenario.all());
        all.addAll(ManyToManyScenario.all());
        all.addAll(PingPongScenario.all());
        all.add(new IdleScenario());
        all.add(new RedeliveryScenario());
        all.add(new PoolScenario());
        all.addAll(PoolStartScenario.all());
        all.add(new ManagerScenario());
        all.add(new LockScenario());
        all.addAll(CountScenario.all());
        all.addAll(StartScenario.all());
        all.add(new ReadmeScenario());
        all.add(new MemoryScenario());
        all.add(new IncrementScenario());
        return List.copyOf(all);
    }
}
