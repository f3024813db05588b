package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.profile.Profile;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Classes as rules need them are loaded, whatever rules say; all others are not, whoever made them. */
@Timeout(300)
class GeneratedCodeVerifierTest {

    private static final String NAME = "Rules" + "0".repeat(32) + "RuleMethods0";

    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    /** Shared, since opening the platform's classes takes most of the time of a small file. */
    private static final StandardJavaFileManager JAVA_FILES = JAVAC.getStandardFileManager(null, null, null);

    @TempDir
    private Path folder;

    @Test
    void everythingThatRulesMaySayIsCompiledAndExplained() throws Exception {
        List<String> files = FullLanguageRules.files();
        RulebookFiles rulebook = MinimalRulebook.of(files.get(0));
        try (CompiledRules compiled = RuleCompiler.compile(drl(files))) {
            assertThat(compiled.texts()).contains("several words, 税関 and */ signs");
        }
        try (Rulebook first = Rulebook.compile(rulebook);
                RuleExplainer explainer = new RuleExplainer(first)) {
            assertThat(explainer.explain(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE))
                    .hasSize(50);
        }
    }

    private static List<DrlFile> drl(List<String> files) throws RulebookException {
        RuleMetadata spec = RuleMetadata.parse("test/small", MinimalRulebook.METADATA);
        List<DrlFile> drl = new ArrayList<>();
        for (String file : files) {
            DrlFile one = new DrlFile(spec, MinimalRulebook.DRL, file);
            assertThat(one.check(SubmissionVocabulary.of(DomainPolicies.parse(MinimalRulebook.POLICY))))
                    .isEmpty();
            drl.add(one);
        }
        return drl;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            static { }                                                                  | has the method <clinit>
            static int i = Integer.parseInt("1");                                       | has the field i
            public static void f() { }                                                  | has the method f()V
            public static void rule_a() { System.exit(1); }                             | calls java/lang/System.exit
            public static void rule_a() { while (true) { } }                            | jumps back
            public static void rule_a() { for (String s = ""; s != null; ) { } }        | jumps back
            public static native void rule_a();                                         | native
            public static synchronized void rule_a() { }                                | synchronized
            public static void rule_a() { throw new RuntimeException(); }               | throws
            public static Object rule_a() { try { return 1; } catch (Throwable e) { return 2; } } | catches
            public static Object rule_a() { return new int[1]; }                        | array of numbers
            public static Object rule_a(int i) { return new String[i]; }                | unknown size
            public static Object rule_a() { return new String[999999999]; }             | unknown size
            public static Object rule_a() { return new String[1][1]; }                  | array of arrays
            public static Object rule_a() { return new java.util.ArrayList<String>(); } | makes or casts java/util/ArrayList
            public static Object rule_a() { return Thread.class; }                      | names the class java/lang/Thread
            public static Object rule_a() { return (Runnable) () -> { }; }              | LambdaMetafactory
            public static Object rule_a() { return (Runnable) System::gc; }             | LambdaMetafactory
            public static Object rule_a(String s) { return s + s; }                     | links makeConcatWithConstants
            public static Object rule_a() { return java.lang.invoke.MethodHandles.lookup(); } | calls java/lang/invoke/MethodHandles.lookup
            public static Object rule_a() { return "".getClass(); }                     | calls java/lang/Object.getClass
            public static Object rule_a() { return System.out; }                        | uses the field java/lang/System.out
            public static void rule_a() { synchronized ("") { } }                       | locks
            @Deprecated public static void rule_a(int i) { i++; }                       | counts
            """)
    void whatNoRuleNeedsIsNamed(String member, String fault) throws Exception {
        assertThat(faults("public class " + NAME + " { " + member + " }"))
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            public class Other { }                                     | is none of the classes
            public class % extends Thread { }                          | is none of the classes
            public class % implements java.io.Serializable { }         | is none of the classes
            public abstract class % { }                                | is none of the classes
            public interface % { }                                     | is none of the classes
            public record %() { }                                      | is none of the classes
            public enum % { A }                                        | is none of the classes
            @FunctionalInterface public interface % { void rule_a(); } | FunctionalInterface
            @Deprecated public class % { }                             | has the annotation
            public class % { static class B { } }                      | shares a nest
            public sealed class % permits B { } final class B extends % { } | permits the subclass
            """)
    void classesOfAnotherShapeAreNamed(String source, String fault) throws Exception {
        assertThat(faults(source.replace("%", NAME)))
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    @Test
    void aClassThatHasNothingToHideIsNotAtFault() throws Exception {
        assertThat(
                        faults(
                                "public class " + NAME
                                        + " { public static Object rule_a(int i) { return i > 1 ? new String[] {\"a\"} : Long.valueOf(1); } }"))
                .isEmpty();
    }

    @Test
    void aFileThatIsNoClassOrHasAnotherNameIsAtFault() throws Exception {
        assertThat(GeneratedCodeVerifier.faults(Map.of("rules/r0/" + NAME + ".class", new byte[] {1, 2, 3})))
                .singleElement()
                .asString()
                .contains("is no class file");
        Map<String, byte[]> classes = compiled("public class " + NAME + " { }");
        byte[] bytes = classes.values().iterator().next();
        assertThat(GeneratedCodeVerifier.faults(Map.of("rules/r1/" + NAME + ".class", bytes)))
                .isNotEmpty();
    }

    private List<String> faults(String source) throws IOException {
        return GeneratedCodeVerifier.faults(compiled(source));
    }

    /** As javac compiles it, in the package of generated rules. */
    private Map<String, byte[]> compiled(String source) throws IOException {
        String name = source.contains(NAME) ? NAME : "Other";
        Path file = folder.resolve(name + ".java");
        Files.writeString(file, "package rules.r0; " + source);
        boolean done = JAVAC.getTask(
                        null,
                        JAVA_FILES,
                        null,
                        List.of("-proc:none", "-d", folder.toString()),
                        null,
                        JAVA_FILES.getJavaFileObjects(file))
                .call();
        assertThat(done).as(source).isTrue();
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path one : walk.filter(f -> f.toString().endsWith(".class")).toList()) {
                classes.put(folder.relativize(one).toString(), Files.readAllBytes(one));
            }
        }
        return classes;
    }
}
