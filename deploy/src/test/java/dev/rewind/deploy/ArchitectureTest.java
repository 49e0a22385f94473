package dev.rewind.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms, as the README draws them. */
@AnalyzeClasses(packages = "dev.rewind", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule roomsUseOnlyTheRoomsTheyMay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("topics")
            .definedBy("dev.rewind.topics..")
            .layer("model")
            .definedBy("dev.rewind.model..")
            .layer("ingest")
            .definedBy("dev.rewind.ingest..")
            .layer("inference")
            .definedBy("dev.rewind.inference..")
            .layer("training")
            .definedBy("dev.rewind.training..")
            .layer("console")
            .definedBy("dev.rewind.console..")
            .layer("deploy")
            .definedBy("dev.rewind.deploy..")
            .whereLayer("topics")
            .mayNotAccessAnyLayer()
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("ingest")
            .mayOnlyAccessLayers("topics")
            .whereLayer("console")
            .mayOnlyAccessLayers("topics")
            .whereLayer("inference")
            .mayOnlyAccessLayers("topics", "model")
            .whereLayer("training")
            .mayOnlyAccessLayers("topics", "model")
            .whereLayer("deploy")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule theModelKnowsNoKafka = noClasses()
            .that()
            .resideInAPackage("dev.rewind.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.rewind.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameStartingWith("Common")
            .orShould()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..manager..");
}
