package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.DurationRange;
import dev.multiproc.launcher.args.RateConverter;
import dev.multiproc.launcher.args.SizeConverter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command-line options for what is produced and consumed. */
final class WorkloadArguments {
    private static final int DEFAULT_ITEMS = 3;
    private static final long MAX_ITEMS = 1_000_000_000L;
    private static final long MAX_PAYLOAD = 64L << 20;
    private static final DurationRange NO_TIME = new DurationRange(Duration.ZERO, Duration.ZERO);
    private static final DurationRange AS_IN_THE_TUTORIALS = new DurationRange(Duration.ZERO, Duration.ofSeconds(3));

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-n", "--items"},
            paramLabel = "N",
            description = "Items of each producer, at most (default: 3; your own makes as many as it likes).")
    private Integer items;

    @Option(
            names = {"-z", "--duration"},
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = {
                "How long each producer makes items, instead of a number of them: 10s.",
                "Counted from when its first item is in the queue."
            })
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = RateConverter.class,
            description = "At most so many items of each producer, evenly spaced: 100/s, 30/m.")
    private Duration interval;

    @Option(
            names = "--payload",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "What each built-in item carries, checked by its consumer: 64B, 64k, 1m (default: 0B).")
    private Long payload;

    @Option(
            names = "--produce-time",
            paramLabel = "TIME",
            converter = DurationRange.Converter.class,
            description =
                    "How long a built-in item takes to make: 500ms, or at random 0s..3s (default: 0s..3s; 0 with --rate).")
    private DurationRange produceTime;

    @Option(
            names = "--consume-time",
            paramLabel = "TIME",
            converter = DurationRange.Converter.class,
            description = "How long a built-in item takes to consume (default: 0s..3s).")
    private DurationRange consumeTime;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Gives every worker the same times again. Without it the seed is random, and printed.")
    private Long seed;

    /** The validated options. */
    Workload workload(int producers, Work work, QueueSettings queue) {
        ArgumentCheck check = new ArgumentCheck(spec);
        check.together("--items", items, "--duration", duration);
        check.onlyOfTheTutorials("--payload", payload, work);
        check.onlyOfTheTutorials("--produce-time", produceTime, work);
        check.onlyOfTheTutorials("--consume-time", consumeTime, work);
        if (duration != null) {
            check.positive("--duration", duration);
        }
        return new Workload(
                ThreadLocalRandom.current().nextLong(),
                producers,
                itemsPerProducer(producers, work, check),
                duration != null ? duration.toNanos() : Workload.NO_LIMIT,
                interval != null ? interval.toNanos() : 0,
                (int) check.atMost("--payload", payload == null ? 0 : payload, MAX_PAYLOAD),
                produceTime != null ? produceTime : interval != null ? NO_TIME : AS_IN_THE_TUTORIALS,
                consumeTime != null ? consumeTime : AS_IN_THE_TUTORIALS,
                queue.options().maxDeliveries(),
                queue.stop() == StopMode.DAEMON,
                seed != null ? seed : ThreadLocalRandom.current().nextInt(1_000_000));
    }

    private long itemsPerProducer(int producers, Work work, ArgumentCheck check) {
        if (items == null && (duration != null || !work.isOfTheTutorials())) {
            return MAX_ITEMS / producers;
        }
        long itemsPerProducer = items == null ? DEFAULT_ITEMS : check.atLeast("--items", items, 0);
        if (itemsPerProducer * producers > MAX_ITEMS) {
            throw check.invalid(
                    "--producers times --items must not exceed " + MAX_ITEMS + ", not " + itemsPerProducer * producers);
        }
        return itemsPerProducer;
    }

    /** How many items will be made in all, if that is known. */
    OptionalLong total(Workload workload, Work work) {
        return items == null && (duration != null || !work.isOfTheTutorials())
                ? OptionalLong.empty()
                : OptionalLong.of(workload.itemsPerProducer() * workload.producers());
    }

    /** Whether the times are random by a seed that the user has not chosen, and may want to use again. */
    boolean isSeedWorthPrinting(Workload workload, Work work) {
        return seed == null
                && work.isOfTheTutorials()
                && !(workload.produceTime().isFixed() && workload.consumeTime().isFixed());
    }
}
