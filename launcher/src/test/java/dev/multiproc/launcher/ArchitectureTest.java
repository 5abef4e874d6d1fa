package dev.multiproc.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.FileChannel;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.multiproc.launcher", "dev.multiproc.examples");

    /** The launcher uses the public API only. */
    @Test
    void nothingInternalOfTheLibraryIsUsed() {
        assertThat(uses(target -> target.getPackageName().startsWith("dev.multiproc.internal")))
                .isEmpty();
    }

    /** The figures that a worker of {@code run} leaves behind, and the benchmark that counts in a mapped file. */
    @Test
    void filesAreMappedByThoseListedHereOnly() {
        assertThat(uses(target -> target.isAssignableTo(FileChannel.MapMode.class)))
                .containsExactly(
                        "bench.CountScenario -> java.nio.channels.FileChannel",
                        "run.WorkerJournal -> java.nio.channels.FileChannel");
    }

    @Test
    void chronicleIsKnownToTheBenchmarkOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.multiproc.launcher.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.openhft..")
                .check(CLASSES);
    }

    /** Sorted; a nested type is listed under its outermost type. */
    private static Set<String> uses(Predicate<JavaClass> target) {
        Set<String> uses = new TreeSet<>();
        CLASSES.stream()
                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                .filter(use -> target.test(use.getTargetClass().getBaseComponentType()))
                .forEach(use -> uses.add(name(use.getOriginClass()) + " -> " + name(use.getTargetClass())));
        return uses;
    }

    private static String name(JavaClass type) {
        return type.getBaseComponentType()
                .getName()
                .replaceFirst("\\$.*", "")
                .replaceFirst("^dev\\.multiproc\\.(launcher\\.)?", "");
    }
}
