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

    /** The program is a user of the library as any other, but that it shows what is in another's session. */
    @Test
    void nothingInternalOfTheLibraryIsUsedButWhatIsListedHere() {
        assertThat(uses(target -> target.getPackageName().startsWith("dev.multiproc.internal")))
                .containsExactly(
                        "inspect.ListCommand -> internal.session.Inspection",
                        "inspect.SessionChoice -> internal.session.Inspection",
                        "inspect.SessionReport -> internal.object.Inspected",
                        "inspect.SessionReport -> internal.session.Inspection");
    }

    /** The counters that {@code run} leaves for those who look, and the benchmark of bare mapped memory. */
    @Test
    void filesAreMappedByThoseListedHereOnly() {
        assertThat(uses(target -> target.isAssignableTo(FileChannel.MapMode.class)))
                .containsExactly(
                        "bench.CountScenario -> java.nio.channels.FileChannel",
                        "run.Ledger -> java.nio.channels.FileChannel");
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

    /** Sorted; those of nested types count as their outermost type's. */
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
