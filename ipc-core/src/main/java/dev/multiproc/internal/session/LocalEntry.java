package dev.multiproc.internal.session;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.inspect.MachineInspection;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.internal.entry.OtherHosts;
import dev.multiproc.internal.entry.SessionEntry;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The sessions of this JVM, as the public interface reaches them. */
final class LocalEntry extends SessionEntry {
    static {
        register(new LocalEntry());
    }

    private LocalEntry() {}

    @Override
    public void useOtherHosts(Multiprocessing session, OtherHosts hosts) {
        ((LocalSession) session).membership().children().setOtherHosts(hosts);
    }

    @Override
    public Multiprocessing open(Options options) {
        return Sessions.open(options);
    }

    @Override
    public Multiprocessing open(Path directory, Options options) {
        return Sessions.open(directory, options);
    }

    @Override
    public Multiprocessing open(URI address, Options options) {
        return SessionAddress.open(address, options);
    }

    @Override
    public List<Path> clean(Options options, boolean dryRun) {
        return Sessions.clean(options, dryRun);
    }

    @Override
    public List<String> salvage(Path directory) {
        return Sessions.salvage(directory);
    }

    @Override
    public List<Path> sessions(Options options) {
        return Sessions.all(options);
    }

    @Override
    public SessionInspection inspect(Path directory) {
        return Sessions.inspect(directory);
    }

    @Override
    public ServerInspection inspectServer(URI address) {
        return SessionAddress.inspectServer(address);
    }

    @Override
    public void history(Path directory, String queue, Consumer<? super HistoryEntry> visitor) {
        Inspection.of(directory).history(queue, visitor);
    }

    @Override
    public MachineInspection inspectMachine(Options options) {
        return MachineLook.at(options);
    }

    @Override
    public Multiprocessing current() {
        Multiprocessing entered = entered();
        return entered == null ? Sessions.current() : entered;
    }

    @Override
    public List<Multiprocessing> openSessions() {
        return Sessions.openSessions();
    }

    @Override
    public ProcessInfo currentProcess() {
        return Sessions.currentProcess();
    }

    @Override
    public Optional<ProcessInfo> parentProcess() {
        return Sessions.parentProcess();
    }
}
