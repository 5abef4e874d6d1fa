package dev.multiproc.testing;

import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.live.LiveKillPoint;
import dev.multiproc.internal.log.LogKillPoint;
import dev.multiproc.internal.memory.MemoryKillPoint;
import dev.multiproc.internal.object.ObjectKillPoint;
import dev.multiproc.internal.park.ParkKillPoint;
import dev.multiproc.internal.pipe.PipeKillPoint;
import dev.multiproc.internal.queue.QueueKillPoint;
import dev.multiproc.internal.session.SessionKillPoint;
import dev.multiproc.internal.sync.SyncKillPoint;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Runs a test at each of the kill points whose name matches a pattern. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(KillPointSource.Provider.class)
public @interface KillPointSource {
    String[] names() default ".*";

    /** Patterns of those that are left out. */
    String[] except() default {};

    /** Finds them. */
    final class Provider implements ArgumentsProvider {
        private static final List<KillPoint[]> ALL = List.of(
                QueueKillPoint.values(),
                LogKillPoint.values(),
                SyncKillPoint.values(),
                MemoryKillPoint.values(),
                PipeKillPoint.values(),
                ObjectKillPoint.values(),
                ParkKillPoint.values(),
                LiveKillPoint.values(),
                SessionKillPoint.values());

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            KillPointSource source = context.getRequiredTestMethod().getAnnotation(KillPointSource.class);
            return ALL.stream()
                    .flatMap(Stream::of)
                    .filter(point -> isAny(source.names(), point) && !isAny(source.except(), point))
                    .map(Arguments::of);
        }

        private static boolean isAny(String[] patterns, KillPoint point) {
            return Stream.of(patterns).anyMatch(point.name()::matches);
        }
    }
}
