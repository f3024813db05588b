package org.sekimori.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sekimori.rig.ProductSources;

/** Which module uses which, and which package: a dependency that no picture shows fails here. */
class PackageDependencyTest {

    /** Largest package, in source files without {@code package-info}. */
    private static final int MOST_FILES = 30;

    /** Each package below the root, with its subpackages, and the others that it uses. In the order of the modules. */
    private static final SortedMap<String, Set<String>> ARROWS = table("""
            text     :
            mail     : text
            geo      : mail text
            profile  : mail text
            grants   : mail
            cases    : mail text
            lists    : text mail
            neighbours : mail profile
            rules    : text mail profile grants cases lists neighbours
            engine   : text mail profile grants cases neighbours rules

            trial    : text rules engine
            stream   : text mail profile grants cases lists neighbours rules engine trial
            archive  : text mail cases stream
            intake   : text mail lists stream
            follow   : mail engine stream intake
            followup : text mail grants cases engine stream
            api      : text mail geo grants cases lists rules engine trial stream archive intake follow followup
            web      : text mail geo profile grants cases lists rules engine stream archive followup api
            server   : text mail geo profile grants cases lists rules engine trial stream archive intake follow followup api web

            cli      : text mail geo profile grants cases lists rules engine trial stream archive intake follow api web server
            lab      : text mail geo profile grants cases neighbours rules engine stream archive intake server cli
            """);

    @Test
    void aModuleUsesOnlyItselfAndThoseBeforeIt() {
        List<String> wrong = new ArrayList<>();
        forEachUse((from, to) -> {
            if (rank(to) > rank(from)) {
                wrong.add(ProductClasses.MODULE.get(from) + " uses " + ProductClasses.MODULE.get(to) + ": " + from
                        + " -> " + to);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void packagesUseOnlyThoseThatTheTableNames() {
        List<String> wrong = new ArrayList<>();
        forEachUse((from, to) -> {
            String area = ProductClasses.area(from);
            String other = ProductClasses.area(to);
            if (!area.equals(other) && !ARROWS.getOrDefault(area, Set.of()).contains(other)) {
                wrong.add(area + " -> " + other + ": " + from + " uses " + to);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void theTableNamesThePackagesThatThereAreAndTheArrowsThatAreUsed() {
        assertThat(ARROWS.keySet())
                .isEqualTo(ProductClasses.packages().stream()
                        .map(name -> ProductClasses.area(name + "."))
                        .collect(Collectors.toCollection(TreeSet::new)));
        SortedMap<String, Set<String>> unused = new TreeMap<>();
        ARROWS.forEach((area, others) -> unused.put(area, new TreeSet<>(others)));
        forEachUse((from, to) ->
                unused.getOrDefault(ProductClasses.area(from), new TreeSet<>()).remove(ProductClasses.area(to)));
        unused.values().removeIf(Set::isEmpty);
        assertThat(unused).as("arrows that nothing uses").isEmpty();
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        slices().matching("org.sekimori.(**)").should().beFreeOfCycles().check(ProductClasses.ALL);
    }

    /** Constants are copied into class files, so that only the import tells of their use; links in comments are imported, too. */
    @Test
    void importsAreFreeOfCirclesToo() {
        SortedMap<String, Set<String>> above = new TreeMap<>();
        forEachUse((from, to) -> {
            if (!ProductClasses.packageOf(from).equals(ProductClasses.packageOf(to))) {
                above.computeIfAbsent(ProductClasses.packageOf(from), key -> new TreeSet<>())
                        .add(ProductClasses.packageOf(to));
            }
        });
        // Takes away what uses nothing that is left, until only circles, and what stands upon one, are left.
        boolean changed = true;
        while (changed) {
            above.values().forEach(used -> used.retainAll(above.keySet()));
            changed = above.values().removeIf(Set::isEmpty);
        }
        assertThat(above).as("packages in a circle, and those that use one").isEmpty();
    }

    @Test
    void everyPackageLiesInOneModuleAndIsDescribedThere() {
        for (String name : ProductClasses.packages()) {
            assertThat(ProductClasses.SOURCES).as(name).containsKey(name + ".package-info");
            assertThat(ProductClasses.MODULE.keySet().stream()
                            .filter(one -> ProductClasses.packageOf(one).equals(name))
                            .map(ProductClasses.MODULE::get)
                            .distinct())
                    .as("modules of %s", name)
                    .hasSize(1);
        }
    }

    @Test
    void noPackageIsTooLargeToBeReadAtOnce() {
        Map<String, Long> sizes = ProductClasses.MODULE.keySet().stream()
                .filter(name -> !name.endsWith(".package-info"))
                .collect(Collectors.groupingBy(ProductClasses::packageOf, TreeMap::new, Collectors.counting()));
        assertThat(sizes).isNotEmpty();
        sizes.values().removeIf(size -> size <= MOST_FILES);
        assertThat(sizes).as("packages of more than %s files", MOST_FILES).isEmpty();
    }

    @Test
    void everyClassHasANameOfItsOwn() {
        Map<String, List<String>> named = ProductClasses.MODULE.keySet().stream()
                .filter(name -> !name.endsWith(".package-info"))
                .collect(Collectors.groupingBy(
                        name -> name.substring(name.lastIndexOf('.') + 1), TreeMap::new, Collectors.toList()));
        named.values().removeIf(classes -> classes.size() == 1);
        assertThat(named).isEmpty();
    }

    @Test
    void theRecountSharesNoCodeWithTheProduct() {
        JavaClasses recount = new ClassFileImporter().importPackages("org.sekimori.recount");
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.sekimori.recount..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.sekimori..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("org.sekimori.recount.."))))
                .check(recount);
    }

    private static void forEachUse(BiConsumer<String, String> use) {
        Uses.ALL.forEach((from, others) -> others.forEach(to -> use.accept(from, to)));
    }

    private static int rank(String name) {
        return ProductSources.MODULES.indexOf(ProductClasses.MODULE.get(name));
    }

    private static SortedMap<String, Set<String>> table(String text) {
        SortedMap<String, Set<String>> table = new TreeMap<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] sides = line.split(":", 2);
            table.put(
                    sides[0].strip(),
                    new TreeSet<>(
                            sides[1].isBlank()
                                    ? Set.of()
                                    : Set.of(sides[1].strip().split(" "))));
        });
        return table;
    }

    private static final class Uses {
        private static final SortedMap<String, Set<String>> ALL = ProductClasses.uses();
    }
}
