package org.sekimori.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account;
import org.sekimori.rig.ProductSources;

/** What the product must not use, whatever is asked of it: each has turned data into a program elsewhere. */
class ForbiddenApiTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .importUrl(Account.class.getProtectionDomain().getCodeSource().getLocation());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.io.ObjectInputStream",
                "javax.naming..",
                "javax.script..",
                "javax.xml..",
                "org.xml.sax..",
                "org.springframework.expression..",
                "org.mvel2..",
                "java.util.Random",
                "java.rmi.."
            })
    void nothingThatReadsProgramsObjectsOrEntitiesFromTextIsUsed(String name) {
        String pattern = name.endsWith("..") ? Pattern.quote(name.substring(0, name.length() - 1)) + ".*" : name;
        noClasses()
                .that()
                // Its worlds are drawn from a seed, and it is no part of the service.
                .resideOutsideOfPackage(name.equals("java.util.Random") ? "org.sekimori.lab.." : "none")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(pattern)
                .check(PRODUCT);
    }

    /** The rooms that start a process do so with a list of arguments, and no shell. */
    @Test
    void onlyTheCommandLineAndTheTrialOfRulebooksStartProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.sekimori.cli..", "org.sekimori.lab.bench..", "org.sekimori.trial..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .check(PRODUCT);
        noClasses().should().callMethod(Runtime.class, "exec", String.class).check(PRODUCT);
        noClasses().should().callMethod(Runtime.class, "exec", String[].class).check(PRODUCT);
    }

    @Test
    void hashesAndMacsAreOfTheSha2FamilyAndNothingIsEncryptedByHand() throws IOException {
        Set<String> asked = new TreeSet<>();
        Pattern call = Pattern.compile(
                "\\b(MessageDigest|Cipher|Signature|KeyGenerator|SecretKeyFactory)\\.getInstance\\(\\s*([^)]*)\\)");
        Pattern weak = Pattern.compile("\"(MD2|MD5|SHA-?1|HmacMD5|HmacSHA1|DES|DESede|RC4|AES|SHA1PRNG)\"");
        for (Path file : ProductSources.javaFiles(Path.of(""))) {
            String source = Files.readString(file);
            call.matcher(source).results().forEach(found -> asked.add(found.group(1) + " " + found.group(2)));
            assertThat(weak.matcher(source).find()).as(file.toString()).isFalse();
        }
        assertThat(asked).containsExactly("MessageDigest \"SHA-256\"", "MessageDigest \"SHA-512\"");
    }
}
