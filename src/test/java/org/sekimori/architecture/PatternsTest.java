package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account;

/** A misspelt name of a package is a failure, and not a rule that holds. */
class PatternsTest {

    private static final JavaClasses SOME = new ClassFileImporter().importClasses(Account.class);

    @ParameterizedTest
    @ValueSource(strings = {"org.sekimori.mial..", "sekimori.mail..", "org.sekimori.mail.Account"})
    void aPatternThatNoClassMatchesIsFound(String pattern) {
        PackagePatterns.assertClasses("org.sekimori.mail..", SOME);
        assertThatThrownBy(() -> PackagePatterns.assertClasses(pattern, SOME)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aLibraryThatNobodyUsesIsFound() {
        PackagePatterns.assertUsed("java.lang..", SOME);
        assertThatThrownBy(() -> PackagePatterns.assertUsed("org.apache.kafak..", SOME))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax.namnig..", "java.io.ObjectInputStraem", "org.springframework.expresion.."})
    void aForbiddenNameThatDoesNotExistIsFound(String name) {
        assertThatThrownBy(() -> PackagePatterns.assertExists(name)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax.naming..", "java.io.ObjectInputStream", "org.springframework.expression.."})
    void aForbiddenNameThatExistsIsAccepted(String name) {
        PackagePatterns.assertExists(name);
    }
}
