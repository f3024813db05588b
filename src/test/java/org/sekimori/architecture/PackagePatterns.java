package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import java.lang.module.ModuleFinder;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds misspelt names of packages: a rule about a package that does not exist holds always, and says nothing. */
final class PackagePatterns {

    private PackagePatterns() {}

    /** Fails unless a class resides in these packages. */
    static void assertClasses(String pattern, JavaClasses classes) {
        assertThat(classes.that(JavaClass.Predicates.resideInAPackage(pattern)))
                .as("classes in " + pattern)
                .isNotEmpty();
    }

    /** Fails unless one of these classes uses a class of these packages. */
    static void assertUsed(String pattern, JavaClasses by) {
        PackageMatcher matcher = PackageMatcher.of(pattern);
        Set<String> used = by.stream()
                .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(target -> target.getBaseComponentType().getPackageName())
                .collect(Collectors.toSet());
        assertThat(used).as("packages that are used, of " + pattern).anyMatch(matcher::matches);
    }

    /** Fails unless Java or the class path has this class, or, of a name that ends with two dots, this package. */
    static void assertExists(String name) {
        String folder = name.replace("..", "").replace('.', '/');
        if (!name.endsWith("..")) {
            assertThat(ClassLoader.getSystemResource(folder + ".class"))
                    .as(name)
                    .isNotNull();
            return;
        }
        boolean ofJava = ModuleFinder.ofSystem().findAll().stream()
                .flatMap(module -> module.descriptor().packages().stream())
                .anyMatch(PackageMatcher.of(name)::matches);
        assertThat(ofJava || ClassLoader.getSystemResource(folder) != null)
                .as(name)
                .isTrue();
    }
}
