package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.rig.ProductSources;

/** What the product must not use, whatever is asked of it: each has turned data into a program elsewhere. */
class ForbiddenApiTest {

    /** Each pattern with a class that it matches, so that a misspelt one is found. */
    @ParameterizedTest
    @CsvSource({
        "java.io.ObjectInputStream, java.io.ObjectInputStream",
        "javax.naming.., javax.naming.directory.InitialDirContext",
        "javax.script.., javax.script.ScriptEngineManager",
        "javax.xml.., javax.xml.parsers.DocumentBuilder",
        "org.xml.sax.., org.xml.sax.XMLReader",
        "org.springframework.expression.., org.springframework.expression.ExpressionParser",
        "java.util.Random, java.util.Random",
        "java.rmi.., java.rmi.Naming"
    })
    void nothingThatReadsProgramsObjectsOrEntitiesFromTextIsUsed(String name, String example) {
        DescribedPredicate<JavaClass> forbidden = name.endsWith("..")
                ? JavaClass.Predicates.resideInAPackage(name)
                : HasName.Predicates.name(name).forSubtype();
        assertThat(forbidden.test(new ClassFileImporter().importClass(existing(example))))
                .as("%s matches %s", name, example)
                .isTrue();
        // The laboratory draws its worlds from a seed, and is no part of the service.
        String free = name.equals("java.util.Random") ? requireUsed("org.sekimori.lab..") : "none";
        assertThat(ProductClasses.users(forbidden))
                .as("users of %s", name)
                .noneMatch(JavaClass.Predicates.resideOutsideOfPackage(free));
    }

    /** Drools would run it in rules; without it there is no class that a rule could name. */
    @Test
    void theScriptLanguageOfDroolsIsNotOnTheClassPath() {
        assertThat(ForbiddenApiTest.class.getResource("/org/mvel2/MVEL.class")).isNull();
    }

    /** Commands, benchmarks, the trial of rulebooks and the reader of the journal; with a list of arguments, and no shell. */
    @Test
    void onlyFourPartsStartProcesses() {
        String[] allowed = Stream.of(
                        "org.sekimori.cli..",
                        "org.sekimori.lab.bench..",
                        "org.sekimori.trial..",
                        "org.sekimori.follow.source..")
                .map(ForbiddenApiTest::requireUsed)
                .toArray(String[]::new);
        assertThat(ProductClasses.users(JavaClass.Predicates.belongToAnyOf(ProcessBuilder.class)))
                .isNotEmpty()
                .noneMatch(JavaClass.Predicates.resideOutsideOfPackages(allowed));
        assertThat(ProductClasses.users(JavaClass.Predicates.equivalentTo(Runtime.class)).stream()
                        .flatMap(user -> user.getMethodCallsFromSelf().stream())
                        .filter(call -> call.getTargetOwner().isEquivalentTo(Runtime.class)
                                && call.getName().equals("exec")))
                .isEmpty();
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

    private static Class<?> existing(String name) {
        try {
            return Class.forName(name, false, ForbiddenApiTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("no class " + name, e);
        }
    }

    /** The pattern, if a class of the product is in such a package. */
    private static String requireUsed(String pattern) {
        assertThat(ProductClasses.ALL.stream().filter(JavaClass.Predicates.resideInAPackage(pattern)))
                .as(pattern)
                .isNotEmpty();
        return pattern;
    }
}
