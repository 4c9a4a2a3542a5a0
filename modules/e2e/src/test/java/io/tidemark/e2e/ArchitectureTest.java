package io.tidemark.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The layering of ARCHITECTURE.md. */
final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/e2e/"))
            .importPackages("io.tidemark");

    @Test
    void a_module_uses_only_what_the_map_allows() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("io.tidemark.model..")
                .layer("concurrent")
                .definedBy("io.tidemark.concurrent..")
                .layer("postgres")
                .definedBy("io.tidemark.postgres..")
                .layer("events")
                .definedBy("io.tidemark.events..")
                .layer("graph-store")
                .definedBy("io.tidemark.graphstore..")
                .layer("capture")
                .definedBy("io.tidemark.capture..")
                .layer("sink")
                .definedBy("io.tidemark.sink..")
                .layer("reconciler")
                .definedBy("io.tidemark.reconciler..")
                .layer("console")
                .definedBy("io.tidemark.console..")
                .layer("telemetry")
                .definedBy("io.tidemark.telemetry..")
                .layer("devstack")
                .definedBy("io.tidemark.devstack..")
                .layer("settings")
                .definedBy("io.tidemark.settings..")
                .layer("cli")
                .definedBy("io.tidemark.cli..")
                .layer("lab")
                .definedBy("io.tidemark.lab..")
                .whereLayer("lab")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("lab")
                .whereLayer("settings")
                .mayOnlyBeAccessedByLayers("cli", "lab")
                .whereLayer("capture")
                .mayOnlyBeAccessedByLayers("settings", "cli", "lab")
                .whereLayer("sink")
                .mayOnlyBeAccessedByLayers("settings", "cli", "lab")
                .whereLayer("reconciler")
                .mayOnlyBeAccessedByLayers("settings", "cli", "lab")
                .whereLayer("console")
                .mayOnlyBeAccessedByLayers("settings", "cli", "lab")
                .whereLayer("telemetry")
                .mayOnlyBeAccessedByLayers("console", "settings", "cli", "lab")
                .whereLayer("devstack")
                .mayOnlyBeAccessedByLayers("lab")
                .whereLayer("concurrent")
                .mayOnlyBeAccessedByLayers(
                        "events",
                        "graph-store",
                        "telemetry",
                        "capture",
                        "sink",
                        "reconciler",
                        "console",
                        "settings",
                        "cli",
                        "lab")
                .whereLayer("postgres")
                .mayOnlyBeAccessedByLayers("capture", "reconciler", "console", "settings", "cli", "lab")
                .whereLayer("graph-store")
                .mayOnlyBeAccessedByLayers("sink", "reconciler", "console", "settings", "cli", "lab")
                .whereLayer("events")
                .mayOnlyBeAccessedByLayers("capture", "sink", "reconciler", "console", "settings", "cli", "lab")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers(
                        "concurrent",
                        "postgres",
                        "events",
                        "graph-store",
                        "telemetry",
                        "capture",
                        "sink",
                        "reconciler",
                        "console",
                        "settings",
                        "cli",
                        "lab")
                .check(CLASSES);
    }

    @Test
    void the_model_knows_only_the_jdk() {
        noClasses()
                .that()
                .resideInAPackage("io.tidemark.model..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.tidemark.model..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void only_the_graph_store_speaks_to_neo4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tidemark.graphstore..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.neo4j..")
                .check(CLASSES);
    }

    @Test
    void only_the_laboratory_runs_statements_of_its_own() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tidemark.graphstore..", "io.tidemark.lab..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.tidemark.graphstore.RawSession")
                .check(CLASSES);
    }

    @Test
    void the_comparison_shares_nothing_with_what_writes_the_graph() {
        noClasses()
                .that()
                .resideInAPackage("io.tidemark.reconciler..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.tidemark\\.graphstore\\.(GraphStore|GraphWriter|Flush|TidemarkStore"
                        + "|TidemarkWriter|ChangeSet|ElementStatements)")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.tidemark.sink..")
                .check(CLASSES);
    }

    @Test
    void packages_have_no_cycles() {
        SlicesRuleDefinition.slices()
                .matching("io.tidemark.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
