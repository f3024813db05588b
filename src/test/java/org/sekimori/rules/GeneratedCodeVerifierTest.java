package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
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

    private static final String HARMLESS = "public class " + NAME
            + " { public static Object rule_a(int i) { return i > 1 ? new String[] {\"a\"} : Long.valueOf(1); } }";

    private static final String EMPTY = "public class " + NAME + " { }";

    /** What a class has that no rule needs, and the fault that names it. */
    private static final String MEMBERS = """
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
            """;

    /** Classes of another shape than those of rules; % stands for their name. */
    private static final String SHAPES = """
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
            """;

    /** Compiled together, since javac begins anew with the platform's classes each time: by the source, class files by their paths. */
    private static final Map<String, Map<String, byte[]>> COMPILED = new HashMap<>();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void compileAll() throws IOException {
        List<String> sources = new ArrayList<>();
        cases(MEMBERS).map(GeneratedCodeVerifierTest::with).forEach(sources::add);
        cases(SHAPES).map(GeneratedCodeVerifierTest::named).forEach(sources::add);
        sources.add(HARMLESS);
        sources.add(EMPTY);
        compile(sources);
    }

    private static Stream<String> cases(String block) {
        return block.lines()
                .map(line -> line.substring(0, line.lastIndexOf('|')).strip());
    }

    private static String with(String member) {
        return "public class " + NAME + " { " + member + " }";
    }

    private static String named(String shape) {
        return shape.replace("%", NAME);
    }

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
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = MEMBERS)
    void whatNoRuleNeedsIsNamed(String member, String fault) throws Exception {
        assertThat(faults(with(member))).anySatisfy(found -> assertThat(found).contains(fault));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = SHAPES)
    void classesOfAnotherShapeAreNamed(String source, String fault) throws Exception {
        assertThat(faults(named(source))).anySatisfy(found -> assertThat(found).contains(fault));
    }

    @Test
    void aClassThatHasNothingToHideIsNotAtFault() throws Exception {
        assertThat(faults(HARMLESS)).isEmpty();
    }

    @Test
    void aFileThatIsNoClassOrHasAnotherNameIsAtFault() throws Exception {
        assertThat(GeneratedCodeVerifier.faults(Map.of("rules/r0/" + NAME + ".class", new byte[] {1, 2, 3})))
                .singleElement()
                .asString()
                .contains("is no class file");
        byte[] bytes = compiled(EMPTY).values().iterator().next();
        assertThat(faults(EMPTY)).isEmpty();
        assertThat(GeneratedCodeVerifier.faults(Map.of("rules/r999/" + NAME + ".class", bytes)))
                .isNotEmpty();
    }

    private static List<String> faults(String source) {
        return GeneratedCodeVerifier.faults(compiled(source));
    }

    private static Map<String, byte[]> compiled(String source) {
        Map<String, byte[]> classes = COMPILED.getOrDefault(source, Map.of());
        assertThat(classes).as(source).isNotEmpty();
        return classes;
    }

    /** As javac compiles them, each in a package of generated rules of its own. */
    private static void compile(List<String> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            String rules = "r" + files.size();
            Path file =
                    folder.resolve("rules").resolve(rules).resolve((source.contains(NAME) ? NAME : "Other") + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, "package rules." + rules + "; " + source));
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager all = javac.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-d", folder.toString());
            boolean done = javac.getTask(messages, all, null, options, null, all.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
        for (int i = 0; i < files.size(); i++) {
            Map<String, byte[]> classes = new TreeMap<>();
            try (Stream<Path> walk = Files.walk(folder.resolve("rules").resolve("r" + i))) {
                for (Path one :
                        walk.filter(f -> f.toString().endsWith(".class")).toList()) {
                    classes.put(folder.relativize(one).toString(), Files.readAllBytes(one));
                }
            }
            COMPILED.put(sources.get(i), classes);
        }
    }
}
