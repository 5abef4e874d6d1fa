package dev.multiproc;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.entry.SessionEntry;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.multiproc";
    private static final String INTERNAL = ROOT + ".internal";
    private static final SliceAssignment EACH_PACKAGE = new EachPackage();
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void eachFloorKnowsOnlyThoseBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(INTERNAL + "..")
                .layer("session")
                .definedBy(INTERNAL + ".session..")
                .layer("launch")
                .definedBy(INTERNAL + ".launch..")
                .layer("queue")
                .definedBy(INTERNAL + ".queue..")
                .layer("engine")
                .definedBy(INTERNAL + ".engine..")
                .layer("pipe")
                .definedBy(INTERNAL + ".pipe..")
                .layer("sync")
                .definedBy(INTERNAL + ".sync..")
                .layer("memory")
                .definedBy(INTERNAL + ".memory..")
                .layer("object")
                .definedBy(INTERNAL + ".object..")
                .layer("log")
                .definedBy(INTERNAL + ".log..")
                .layer("live")
                .definedBy(INTERNAL + ".live..")
                .layer("park")
                .definedBy(INTERNAL + ".park..")
                .layer("control")
                .definedBy(INTERNAL + ".control..")
                .whereLayer("session")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("launch")
                .mayOnlyBeAccessedByLayers("session")
                .whereLayer("queue")
                .mayOnlyBeAccessedByLayers("session")
                .whereLayer("pipe")
                .mayOnlyBeAccessedByLayers("session")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("queue")
                .whereLayer("sync")
                .mayOnlyBeAccessedByLayers("session", "memory")
                .whereLayer("memory")
                .mayOnlyBeAccessedByLayers("session", "pipe")
                .whereLayer("object")
                .mayOnlyBeAccessedByLayers("session", "launch", "queue", "pipe", "sync", "memory")
                .whereLayer("log")
                .mayOnlyBeAccessedByLayers("queue")
                .whereLayer("live")
                .mayOnlyBeAccessedByLayers("session", "object")
                .whereLayer("park")
                .mayOnlyBeAccessedByLayers(
                        "session", "queue", "engine", "pipe", "sync", "memory", "object", "log", "live")
                .check(CLASSES);
    }

    @Test
    void chronicleIsKnownToTheLogOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(INTERNAL + ".log")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.openhft..")
                .check(CLASSES);
    }

    @Test
    void nativeCallsAreKnownToTheParkersOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(INTERNAL + ".park")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(CLASSES);
    }

    /** A program that has configured no logging hears nothing of ours: {@code Journal} sees to that. */
    @Test
    void loggersAreAskedForInOnePlaceOnly() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Journal")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.slf4j.LoggerFactory")
                .check(CLASSES);
    }

    /** All mappings are made by {@code Mapper}, so that one place decides how they are made. */
    @Test
    void filesAreMappedInOnePlaceOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(INTERNAL + ".control")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(MappedByteBuffer.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(FileChannel.MapMode.class)
                .check(CLASSES);
    }

    /** Not by {@code launch}, which only starts processes, and not by public types. */
    @Test
    void mappedMemoryIsUsedByThePackagesListedHereOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        INTERNAL + ".control",
                        INTERNAL + ".live",
                        INTERNAL + ".log",
                        INTERNAL + ".memory",
                        INTERNAL + ".object",
                        INTERNAL + ".park",
                        INTERNAL + ".pipe",
                        INTERNAL + ".queue",
                        INTERNAL + ".session",
                        INTERNAL + ".sync")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(MappedRegion.class)
                .check(CLASSES);
    }

    @Test
    void publicTypesShowNothingInternal() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.multiproc.queue",
                        "dev.multiproc.sync",
                        "dev.multiproc.memory",
                        "dev.multiproc.pipe",
                        "dev.multiproc.codec",
                        "dev.multiproc.inspect",
                        "dev.multiproc.pool",
                        "dev.multiproc.manager")
                .should()
                // What is logged is for whoever runs the program, not for the caller.
                .dependOnClassesThat(resideInAPackage(INTERNAL + "..").and(not(equivalentTo(Journal.class))))
                .check(CLASSES);
    }

    /** {@code session} knows the families of shared objects, and leaves what a kind is to them. */
    @Test
    void theSessionKnowsFamiliesAndNoKinds() {
        noClasses()
                .that()
                .resideInAPackage(INTERNAL + ".session")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                INTERNAL + ".queue",
                                INTERNAL + ".engine",
                                INTERNAL + ".pipe",
                                INTERNAL + ".sync",
                                INTERNAL + ".memory")
                        .and(not(simpleNameEndingWith("Family")
                                .or(simpleNameEndingWith("Factory"))
                                .or(simpleNameStartingWith("Forwarding"))
                                .or(simpleNameEndingWith("WarmUp")))))
                .check(CLASSES);
    }

    /** Nearly all packages depend on {@code dev.multiproc} itself, so a dependency in the other direction makes a cycle. */
    @Test
    void theRootPackageDependsOnWhatIsListedHereOnly() {
        assertThat(usesByTheRoot(JavaClass::getPackageName))
                .containsExactly(
                        "Multiprocessing -> dev.multiproc.codec",
                        "Multiprocessing -> dev.multiproc.inspect",
                        "Multiprocessing -> dev.multiproc.internal.entry",
                        "Multiprocessing -> dev.multiproc.manager",
                        "Multiprocessing -> dev.multiproc.pool",
                        "Options -> dev.multiproc.codec",
                        "Options$Draft -> dev.multiproc.codec",
                        "SharedObjects -> dev.multiproc.memory",
                        "SharedObjects -> dev.multiproc.pipe",
                        "SharedObjects -> dev.multiproc.queue",
                        "SharedObjects -> dev.multiproc.sync");
        assertThat(usesByTheRoot(JavaClass::getName))
                .filteredOn(use -> use.contains(INTERNAL))
                .containsExactly("Multiprocessing -> " + SessionEntry.class.getName());
    }

    /** Sorted, by the names of those who use. */
    private static Set<String> usesByTheRoot(Function<JavaClass, String> nameOfUsed) {
        Set<String> uses = new TreeSet<>();
        CLASSES.stream()
                .filter(origin -> origin.getPackageName().equals(ROOT))
                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().startsWith(ROOT + "."))
                .forEach(use -> uses.add(use.getOriginClass().getName().substring(ROOT.length() + 1) + " -> "
                        + nameOfUsed.apply(use.getTargetClass())));
        return uses;
    }

    /** Except for cycles through {@code Multiprocessing} and {@code SharedObjects}, whose dependencies are listed above. */
    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(EACH_PACKAGE)
                .should()
                .beFreeOfCycles()
                .ignoreDependency(equivalentTo(Multiprocessing.class), resideInAPackage(ROOT + ".."))
                .ignoreDependency(equivalentTo(SharedObjects.class), resideInAPackage(ROOT + ".."))
                .check(CLASSES);
    }

    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
