package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a package shows is what other packages use: the rest of its classes is not public. */
class PublicSurfaceTest {

    /** Public classes that only libraries use from outside, each with its reason. */
    private static final Map<String, String> ENTRY_POINTS = Map.of(
            "org.sekimori.api.server.LimitedHttpProtocol", "Tomcat makes it by its name",
            "org.sekimori.api.server.ProblemReportValve", "Tomcat makes it by its name",
            "org.sekimori.lab.LabCommandProvider", "ServiceLoader makes it",
            "org.sekimori.lab.command.SimulatedCleanTrafficRun", "ServiceLoader makes it",
            "org.sekimori.rules.Submission", "the fact of all rules: generated classes call it",
            "org.sekimori.rules.OriginFacts", "generated classes of rules call it",
            "org.sekimori.rules.CorrespondenceFacts", "generated classes of rules call it",
            "org.sekimori.rules.ProfileFacts", "generated classes of rules call it",
            "org.sekimori.rules.NeighbourFacts", "generated classes of rules call it");

    @Test
    void onlyClassesThatOtherPackagesUseArePublic() throws IOException {
        Set<String> used = usedElsewhere();
        Set<String> idle = publicClasses().collect(Collectors.toCollection(TreeSet::new));
        idle.removeAll(used);
        assertThat(idle)
                .as("classes that no other package uses: make them package-private, or list them with the reason")
                .isEqualTo(new TreeSet<>(ENTRY_POINTS.keySet()));
    }

    private static Stream<String> publicClasses() {
        return ProductClasses.ALL.stream()
                .filter(one ->
                        one.getEnclosingClass().isEmpty() && one.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName);
    }

    private static Set<String> usedElsewhere() throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>(ProductClasses.uses());
        ProductClasses.tests()
                .forEach(test -> uses.computeIfAbsent(ProductClasses.topLevel(test), key -> new TreeSet<>())
                        .addAll(ProductClasses.used(test)));
        // Constants are copied into class files, so that only an import tells of their use.
        try (Stream<Path> tests = Files.walk(Path.of("src/test"))) {
            for (Path file :
                    tests.filter(path -> path.toString().endsWith(".java")).toList()) {
                String test = Files.readString(file);
                // Only the package of the name counts.
                uses.computeIfAbsent(ProductClasses.packageDeclared(test) + ".imports", key -> new TreeSet<>())
                        .addAll(ProductClasses.imports(test));
            }
        }
        Set<String> elsewhere = new TreeSet<>();
        uses.forEach((from, used) -> used.stream()
                .filter(to -> !ProductClasses.packageOf(to).equals(ProductClasses.packageOf(from)))
                .forEach(elsewhere::add));
        return elsewhere;
    }
}
