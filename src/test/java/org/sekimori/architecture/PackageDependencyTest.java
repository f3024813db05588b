package org.sekimori.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between the rooms, and the one room of each library. */
class PackageDependencyTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.sekimori");

    /** Room to the rooms that it may import. The command line may import all. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("mail", List.of()),
            Map.entry("geo", List.of("mail")),
            Map.entry("profile", List.of("mail")),
            Map.entry("grants", List.of("mail")),
            Map.entry("cases", List.of("mail")),
            Map.entry("rules", List.of("mail", "profile", "grants", "cases")),
            Map.entry("engine", List.of("mail", "geo", "profile", "grants", "cases", "rules")),
            Map.entry("trial", List.of("mail", "rules", "engine")),
            Map.entry("stream", List.of("mail", "profile", "grants", "cases", "rules", "engine", "trial")),
            Map.entry("archive", List.of("mail", "grants", "cases", "stream")),
            Map.entry("intake", List.of("mail", "geo", "stream")),
            Map.entry("followup", List.of("mail", "grants", "cases", "engine", "stream")),
            Map.entry(
                    "api",
                    List.of(
                            "mail",
                            "geo",
                            "grants",
                            "cases",
                            "rules",
                            "engine",
                            "trial",
                            "stream",
                            "intake",
                            "archive",
                            "followup")),
            Map.entry("lab", List.of("mail", "geo", "profile", "grants", "cases", "rules", "engine", "stream")));

    @Test
    void packagesImportOnlyAllowedPackages() {
        ARROWS.forEach((room, allowed) -> {
            List<String> packages = new ArrayList<>();
            packages.add("org.sekimori." + room + "..");
            allowed.forEach(other -> packages.add("org.sekimori." + other + ".."));
            DescribedPredicate<JavaClass> elsewhere = JavaClass.Predicates.resideInAPackage("org.sekimori..")
                    .and(DescribedPredicate.not(
                            JavaClass.Predicates.resideInAnyPackage(packages.toArray(new String[0]))));
            noClasses()
                    .that()
                    .resideInAPackage("org.sekimori." + room + "..")
                    .should()
                    .dependOnClassesThat(elsewhere)
                    .because("the arrows of the rooms forbid it")
                    .check(PRODUCT);
        });
    }

    @Test
    void everyPackageIsListed() {
        List<String> packages = new ArrayList<>(List.of("org.sekimori.cli.."));
        ARROWS.keySet().forEach(room -> packages.add("org.sekimori." + room + ".."));
        classes().should().resideInAnyPackage(packages.toArray(new String[0])).check(PRODUCT);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.sekimori.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @ParameterizedTest
    @CsvSource({
        "org.drools.., rules",
        "org.kie.., rules",
        "com.github.javaparser.., rules",
        "org.objectweb.asm.., rules",
        "com.maxmind.., geo",
        "org.apache.kafka.., stream",
        "kafka.., stream",
        "org.rocksdb.., stream",
        "io.netty.., intake",
        "com.github.luben.., lab",
        "co.elastic.., archive",
        "jakarta.mail.., followup",
        "org.eclipse.angus.., followup",
        "org.springframework.web.., api",
        "org.springframework.security.., api",
        "info.picocli.., cli"
    })
    void aLibraryIsUsedByOnePackage(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.sekimori." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    @ParameterizedTest
    @CsvSource({"mail", "geo", "profile", "grants", "cases", "rules", "engine"})
    void corePackagesUseNeitherSpringNorKafka(String room) {
        noClasses()
                .that()
                .resideInAPackage("org.sekimori." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "io.micrometer..")
                .check(PRODUCT);
    }

    @Test
    void mailKnowsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("org.sekimori.mail..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.sekimori.mail..", "org.jspecify..")
                .check(PRODUCT);
    }

    @Test
    void theRecountSharesNoCodeWithTheProduct() {
        JavaClasses recount = new ClassFileImporter().importPackages("org.sekimori.recount");
        noClasses()
                .that()
                .resideInAPackage("org.sekimori.recount..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.sekimori..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("org.sekimori.recount.."))))
                .check(recount);
    }
}
