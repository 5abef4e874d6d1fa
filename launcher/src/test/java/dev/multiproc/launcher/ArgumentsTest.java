package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong arguments, each told in one line. */
class ArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                          | Missing command: say what to do, for example 'run'
                    start                       | Unmatched argument at index 0: 'start'
                    run --fast                  | Unknown option: '--fast'
                    run now                     | Unmatched argument at index 1: 'now'
                    run -n -1                   | --items must be at least 0, not -1
                    run --capacity -5           | --capacity must be at least 0, not -5
                    run --queue stack           | Invalid value for option '--queue': 'stack' is none of joinable, plain
                    run --stop never            | Invalid value for option '--stop': 'never' is none of daemon, sentinel, shutdown
                    run --queue plain --stop daemon | --stop daemon needs a queue that can be joined: use --queue joinable, or --stop sentinel or shutdown
                    run --lang fr               | Invalid value for option '--lang': 'fr' is none of zh, en
                    run --color blue            | Invalid value for option '--color': 'blue' is none of auto, always, never
                    run --produce-time 3        | Invalid value for option '--produce-time': '3' is not a duration: write a number and its unit, such as 500ms, 30s or 1m
                    run --consume-time 2s..1s   | Invalid value for option '--consume-time': '2s..1s' ends before it begins: write the shorter time first
                    run -n 1 -z 1s              | --items and --duration say the same thing in two ways: give one of them
                    run --duration 0            | --duration must be longer than nothing
                    run --rate 5                | Invalid value for option '--rate': '5' is not a rate: write how many in which time, such as 100/s or 30/m
                    run --payload 65m           | --payload must be at most 67108864, not 68157440
                    run --max-deliveries 0      | --max-deliveries must be at least 1, not 0
                    run --max-deliveries 256    | --max-deliveries must be at most 255, not 256
                    run --dir d --stop shutdown | --stop shutdown would shut the queue in --dir for all later runs: use daemon or sentinel
                    run --heap 4m               | --heap must be at least 8388608, not 4194304
                    run --jvm-arg Xss1m         | --jvm-arg must begin with a hyphen, as in --jvm-arg=-Xss512k, not Xss1m
                    run --jvm-arg --class-path    | --jvm-arg cannot be --class-path: children have the class path of multiproc
                    run --timeout 0             | --timeout must be longer than nothing
                    run --seed x                | Invalid value for option '--seed': 'x' is not a long
                    run --json /nowhere/a.json  | --json cannot write /nowhere/a.json: the directory /nowhere does not exist
                    run --json /                | --json needs a file, and / is a directory
                    """)
    void wrongArgumentsAreReportedInOneLineBeforeTheUsage(String words, String message) {
        assertRefused(words, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    agent                       | Missing ADDRESS: say which session, for example redis://server/0?session=app
                    agent http://host/          | only a session at a server has agents: its address begins with redis:// or rediss://
                    agent redis://host/0?session=a --max 0 | an agent has from 1 to 1000 children, but not 0
                    agent redis://host/0?session=a -cp nowhere | --classpath has nowhere, which cannot be read
                    run -p                      | Missing required parameter for option '--producers' (N)
                    run -p three                | Invalid value for option '--producers': 'three' is not an int
                    run -p 0                    | --producers must be at least 1, not 0
                    run -p 1001                 | --producers must be at most 1000, not 1001
                    run -c 0                    | --consumers must be at least 1, not 0
                    run -p 3 -n 400000000       | --producers times --items must not exceed 1000000000, not 1200000000
                    run --producer X --producer-cmd y | --producer and --producer-cmd say the same thing in two ways: give one of them
                    run --producer a.B  | there is no class a.B on the class path: say where it is with --classpath
                    run --consumer java.lang.String | java.lang.String is no dev.multiproc.worker.ItemConsumer
                    run --classpath nowhere --producer a.B | --classpath has nowhere, which cannot be read
                    run --consumer-cmd cat -p 2 | --producers has no meaning where the lines of standard input are the items: give --producer-cmd or --producer, or leave it out
                    run --consumer-cmd cat --stop daemon | --stop daemon ends consumers without a word, so yours could not finish: use shutdown or sentinel
                    run --consumer-cmd cat --payload 1k | --payload is for the built-in producers and consumers: leave it out beside your own
                    run --consumer-cmd cat --joblog f | --joblog is for commands that run once for each item: put {} into --consumer-cmd
                    run --restart always | Invalid value for option '--restart': 'always' is none of never, on-failure, on-failure:K
                    run --debug eater-1 | --debug needs a role, a number and perhaps a port, such as consumer-2 or producer-1:5006, not eater-1
                    run --debug consumer-3 | --debug consumer-3: there are only 2 consumers
                    run --halt later | Invalid value for option '--halt': 'later': it is of no known form: write never, or now or soon, and a number of jobs, such as soon,fail=1 or now,done=10%
                    run --bar --no-progress | --bar and --no-progress exclude each other: give one of them
                    """)
    void soAreThoseAboutWorkOfYourOwn(String words, String message) {
        assertRefused(words, message);
    }

    private static void assertRefused(String words, String message) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Commands.line()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.isEmpty() ? new String[0] : words.split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        List<String> lines = err.toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("multiproc: " + message);
        assertThat(lines.get(1)).startsWith("Usage: multiproc " + (words.startsWith("run") ? "run" : ""));
        assertThat(lines).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
    }
}
