package dev.multiproc.launcher.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The cooks and the eaters of a run. Safe for use by many threads. */
final class Crew {
    private final List<Member> cooks = new ArrayList<>();
    private final List<Member> eaters = new ArrayList<>();
    private boolean hiring = true;

    /** Makes the children of a run; none is started yet. */
    static Crew of(RunOptions options, RunSession session, LedgerDirectory ledgers) throws IOException {
        Crew crew = new Crew();
        for (int index = 0; index < options.workload().cooks(); index++) {
            Worker worker = worker(Role.COOK, index, options, ledgers);
            Cook cook = new Cook(worker, session.queue(), options.workload());
            crew.cooks.add(new Member(worker, session.session().process(worker.name(), cook)));
        }
        for (int index = 0; index < options.consumers(); index++) {
            Worker worker = worker(Role.EATER, index, options, ledgers);
            Eater eater = new Eater(worker, session.queue(), options.workload());
            crew.eaters.add(new Member(worker, session.session().process(worker.name(), eater)));
        }
        return crew;
    }

    private static Worker worker(Role role, int index, RunOptions options, LedgerDirectory ledgers) throws IOException {
        String ledgerFile = ledgers.add(role.nameOf(index)).toString();
        return new Worker(role, index, options.workload().seed(), ledgerFile, options.look());
    }

    List<Member> cooks() {
        return cooks;
    }

    List<Member> eaters() {
        return eaters;
    }

    /** Starts all, eaters first so that what is made can be eaten, unless they are told to stop meanwhile. */
    void start(Runnable atEachEnd) {
        all().forEach(member -> startOne(member, atEachEnd));
    }

    private synchronized void startOne(Member member, Runnable atEnd) {
        if (hiring) {
            member.start(atEnd);
        }
    }

    boolean anyCook() {
        return cooks.stream().anyMatch(Member::isRunning);
    }

    boolean anyEater() {
        return eaters.stream().anyMatch(Member::isRunning);
    }

    List<Member> running() {
        return all().filter(Member::isRunning).toList();
    }

    synchronized void terminateCooks() {
        hiring = false;
        cooks.forEach(Member::terminate);
    }

    synchronized void terminateAll() {
        hiring = false;
        all().forEach(Member::terminate);
    }

    synchronized void killAll() {
        hiring = false;
        all().forEach(Member::kill);
    }

    private Stream<Member> all() {
        return Stream.concat(eaters.stream(), cooks.stream());
    }
}
