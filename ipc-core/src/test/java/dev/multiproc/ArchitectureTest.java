package dev.multiproc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String INTERNAL = "dev.multiproc.internal";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.multiproc");

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
                .whereLayer("sync")
                .mayOnlyBeAccessedByLayers("session", "memory")
                .whereLayer("memory")
                .mayOnlyBeAccessedByLayers("session")
                .whereLayer("object")
                .mayOnlyBeAccessedByLayers("session", "queue", "sync", "memory")
                .whereLayer("log")
                .mayOnlyBeAccessedByLayers("queue")
                .whereLayer("live")
                .mayOnlyBeAccessedByLayers("session", "object")
                .whereLayer("park")
                .mayOnlyBeAccessedByLayers("session", "queue", "sync", "memory", "object", "log", "live")
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

    @Test
    void publicTypesShowNothingInternal() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.multiproc.queue", "dev.multiproc.sync", "dev.multiproc.memory", "dev.multiproc.codec")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(INTERNAL + "..")
                .check(CLASSES);
    }
}
