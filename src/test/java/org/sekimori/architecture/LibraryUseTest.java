package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each library has its packages, and is known to no other. */
class LibraryUseTest {

    @ParameterizedTest
    @CsvSource({
        "org.drools.., rules..",
        "org.kie.., rules..",
        "com.github.javaparser.., rules..",
        "org.objectweb.asm.., rules..",
        "com.maxmind.., geo..",
        "org.apache.kafka.., stream..",
        "kafka.., stream.broker..",
        "org.rocksdb.., stream..",
        "io.netty.., intake..",
        "com.github.luben.., stream.files..",
        "org.tukaani.., stream.files..",
        "co.elastic.., archive..",
        "jakarta.mail.., followup.channels.. cli.connect..",
        "org.eclipse.angus.., followup.channels.. cli.connect..",
        "org.springframework.web.., api.. web..",
        "org.springframework.http.., api.. web..",
        "org.springframework.security.., api.. web..",
        "jakarta.servlet.., api.. web..",
        "org.apache.catalina.., api.server..",
        "org.apache.coyote.., api.server..",
        "org.apache.tomcat.., api.server..",
        "com.nimbusds.., web.my.link.. web.oidc..",
        "picocli.., cli.. lab.."
    })
    void aLibraryIsUsedByItsPackagesAlone(String library, String packages) {
        String[] allowed = Arrays.stream(packages.split(" "))
                .map(name -> ProductClasses.ROOT + name)
                .toArray(String[]::new);
        assertThat(users(library).filter(JavaClass.Predicates.resideOutsideOfPackages(allowed)))
                .as("users of %s outside of %s", library, packages)
                .isEmpty();
        for (String one : allowed) {
            assertThat(users(library).filter(JavaClass.Predicates.resideInAPackage(one)))
                    .as("users of %s in %s: the line is of no use", library, one)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework..",
                "org.apache.kafka..",
                "io.micrometer..",
                "jakarta.servlet..",
                "io.netty..",
                "co.elastic..",
                "picocli.."
            })
    void theCoreKnowsNothingOfWhatServicesAreMadeOf(String library) {
        assertThat(users(library)).as("users of %s anywhere", library).isNotEmpty();
        assertThat(users(library).filter(DescribedPredicate.describe("of the core", one -> "core"
                        .equals(ProductClasses.MODULE.get(ProductClasses.topLevel(one))))))
                .isEmpty();
    }

    @Test
    void mailAndTextKnowOnlyTheJdkAndReadersOfTexts() {
        for (String area : List.of("mail", "text")) {
            List<JavaClass> classes = ProductClasses.ALL.stream()
                    .filter(JavaClass.Predicates.resideInAPackage(ProductClasses.ROOT + area + ".."))
                    .toList();
            assertThat(classes).isNotEmpty();
            Set<String> others = classes.stream()
                    .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                            "",
                            "java..",
                            "org.jspecify..",
                            ProductClasses.ROOT + area + "..",
                            "org.sekimori.text..",
                            area.equals("text") ? "org.apache.commons.csv.." : "",
                            area.equals("text") ? "tools.jackson.." : "",
                            area.equals("text") ? "org.yaml.snakeyaml.." : "")))
                    .map(JavaClass::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(others).as("what %s uses", area).isEmpty();
        }
    }

    private static Stream<JavaClass> users(String library) {
        return ProductClasses.users(JavaClass.Predicates.resideInAPackage(library)).stream();
    }
}
