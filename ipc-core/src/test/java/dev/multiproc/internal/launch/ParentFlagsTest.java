package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

/** Which flags of a command line are for children too. */
class ParentFlagsTest {
    @Test
    void whatFollowsTheMainClassIsTheProgramsOwn() {
        assertThat(ParentFlags.of("-Da=1", "Main", "-Db=2")).containsExactly("-Da=1");
        assertThat(ParentFlags.of("-Da=1", "-jar", "x.jar", "-Db=2")).containsExactly("-Da=1");
        assertThat(ParentFlags.of("-Da=1", "-m", "x/Main", "-Db=2")).containsExactly("-Da=1");
        assertThat(ParentFlags.of("-Da=1", "--module", "x/Main", "-Db=2")).containsExactly("-Da=1");
        assertThat(ParentFlags.of("-Da=1", "--module=x/Main", "-Db=2")).containsExactly("-Da=1");
    }

    @Test
    void whatAddsToModulesIsInherited() {
        assertThat(ParentFlags.of("--add-opens", "a/b=c", "--add-reads=a=b", "--enable-native-access", "a", "-p", "x"))
                .containsExactly("--add-opens=a/b=c", "--add-reads=a=b", "--enable-native-access=a");
    }

    @Test
    void placesAreWhereTheParentStarted() {
        String x = new File("x.jar").getAbsolutePath();
        String y = File.separator + "y" + File.separator + "y.jar";
        String both = x + File.pathSeparator + y;
        assertThat(ParentFlags.of(
                        "-Xbootclasspath/a:x.jar" + File.pathSeparator + y,
                        "--patch-module",
                        "a=x.jar",
                        "--patch-module=b=x.jar" + File.pathSeparator + y))
                .containsExactly("-Xbootclasspath/a:" + both, "--patch-module=a=" + x, "--patch-module=b=" + both);
    }

    @Test
    void heapCollectorAgentsAndPortsAreTheParentsAlone() {
        assertThat(ParentFlags.of(
                        "-Xmx1g",
                        "-XX:+UseG1GC",
                        "-javaagent:x.jar",
                        "-agentlib:jdwp=server=y",
                        "-Xrunjdwp:server=y",
                        "-Dcom.sun.management.jmxremote.port=1"))
                .isEmpty();
    }
}
