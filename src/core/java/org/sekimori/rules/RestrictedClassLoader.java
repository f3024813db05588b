package org.sekimori.rules;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Class loader with an allow-list for compiled rules: the fact, values of the JDK, and the needs of Drools' generated code. Other
 * classes do not exist for rules, neither in compilation (the compiler reads class files as resources) nor in linking. One wall
 * of the sandbox, behind a language that cannot name such classes; see {@code docs/sandbox.md}.
 *
 * <p>Rules run on the JDK's own classes, and the inside of an allowed class is not checked: no class is allowed that reaches a
 * file, the network, a thread or other classes by name. {@code Class}, and {@code MethodHandles} with the types of
 * {@code java.lang.invoke} that link string concatenation and the functions of an accumulation, must be visible for generated
 * classes to compile and link; {@link GeneratedCodeVerifier} keeps rules from using them for anything else.
 */
final class RestrictedClassLoader extends ClassLoader {

    /** Packages that generated code and Drools' own start-up load, as measured. */
    private static final List<String> ALLOWED_PACKAGES = List.of(
            "org.drools.model.functions.", "org.drools.model.consequences.", "org.drools.core.base.accumulators.");

    /** Packages of generated classes, which Drools asks the parent of its loader for first. They are not there. */
    private static final List<String> GENERATED_PACKAGES = List.of("rules.", "org.drools.project.model.");

    private static final Set<String> ALLOWED = Set.of(
            // Facts and the types that they return.
            "org.sekimori.rules.Submission",
            "org.sekimori.rules.CorrespondenceFacts",
            "org.sekimori.rules.ProfileFacts",
            "org.sekimori.rules.OriginFacts",
            "org.sekimori.rules.NeighbourFacts",
            "org.sekimori.rules.fact.RuleTexts",
            "org.sekimori.rules.fact.RuleFact",
            "org.sekimori.rules.fact.Sign",
            "org.sekimori.rules.fact.RaisedFinding",
            "org.sekimori.rules.fact.FindingDraft",
            "org.sekimori.grants.Grant",
            "org.sekimori.cases.Hold",
            "java.time.Instant",
            "java.util.SortedSet",
            "java.util.Set",
            "java.util.Collection",
            // Any Java class.
            "java.lang.Object",
            "java.lang.Class",
            "java.lang.String",
            "java.lang.CharSequence",
            "java.lang.Comparable",
            "java.lang.Iterable",
            "java.lang.Number",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Double",
            "java.lang.Boolean",
            "java.lang.Enum",
            "java.lang.Throwable",
            "java.lang.Exception",
            "java.lang.RuntimeException",
            "java.lang.IllegalArgumentException",
            "java.lang.ClassNotFoundException",
            "java.lang.CloneNotSupportedException",
            "java.lang.Record",
            "java.lang.Override",
            "java.lang.reflect.AnnotatedElement",
            "java.lang.reflect.GenericDeclaration",
            "java.lang.reflect.Type",
            "java.lang.constant.Constable",
            "java.lang.constant.ConstantDesc",
            "java.lang.constant.DynamicConstantDesc",
            "java.lang.invoke.CallSite",
            "java.lang.invoke.LambdaMetafactory",
            "java.lang.invoke.MethodHandle",
            "java.lang.invoke.MethodHandles",
            "java.lang.invoke.MethodType",
            "java.lang.invoke.StringConcatFactory",
            "java.lang.invoke.TypeDescriptor",
            "java.io.Serializable",
            "java.io.Externalizable",
            "java.io.ObjectStreamException",
            "java.io.IOException",
            "java.time.temporal.Temporal",
            "java.time.temporal.TemporalAccessor",
            "java.time.temporal.TemporalAdjuster",
            "java.time.format.DateTimeFormatter",
            "java.time.format.DateTimeFormatterBuilder",
            "java.util.Arrays",
            "java.util.Collections",
            "java.util.List",
            "java.util.Locale",
            "java.util.Optional",
            "java.util.function.Supplier",
            // The executable model.
            "org.drools.compiler.kie.builder.MaterializedLambda",
            "org.drools.ecj.EclipseJavaCompiler",
            "org.drools.model.AlphaIndex",
            "org.drools.model.Argument",
            "org.drools.model.BetaIndex",
            "org.drools.model.BetaIndex2",
            "org.drools.model.BetaIndex3",
            "org.drools.model.BetaIndex4",
            "org.drools.model.Consequence",
            "org.drools.model.DSL",
            "org.drools.model.Declaration",
            "org.drools.model.DeclarationSource",
            "org.drools.model.DomainClassMetadata",
            "org.drools.model.Drools",
            "org.drools.model.DynamicValueSupplier",
            "org.drools.model.EntryPoint",
            "org.drools.model.Global",
            "org.drools.model.Index",
            "org.drools.model.Model",
            "org.drools.model.NamedModelItem",
            "org.drools.model.PatternDSL",
            "org.drools.model.Query",
            "org.drools.model.Rule",
            "org.drools.model.RuleItem",
            "org.drools.model.RuleItemBuilder",
            "org.drools.model.TypeMetaData",
            "org.drools.model.Variable",
            "org.drools.model.Window",
            "org.drools.model.impl.RuleBuilder",
            "org.drools.model.operators.InOperator",
            "org.drools.model.view.ExprViewItem",
            "org.drools.model.view.ViewItem",
            "org.drools.model.view.ViewItemBuilder",
            "org.drools.modelcompiler.CanonicalKieModuleModel",
            "org.drools.modelcompiler.dsl.pattern.D",
            "org.drools.modelcompiler.util.EvaluationUtil",
            "org.drools.util.DateUtils",
            "org.kie.api.KieServices",
            "org.kie.api.builder.ReleaseId",
            "org.kie.api.internal.utils.KieService",
            "org.kie.util.maven.support.ReleaseIdImpl");

    private static final List<String> ALLOWED_WITH_PARTS =
            List.of("org.kie.api.builder.model.", "org.kie.api.conf.", "org.kie.api.runtime.conf.");

    private static final String CLASS_FILE = ".class";

    /**
     * Where the allowed classes lie, by their files: the compiler asks for each of them in each run, and a search through all libraries
     * takes as long as compiling. It grows no larger than the list of what is allowed.
     */
    private final Map<String, URL> found = new ConcurrentHashMap<>();

    RestrictedClassLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!allowed(name) || generated(name)) {
            throw new ClassNotFoundException(name + " is not among the classes that rules may use");
        }
        return super.loadClass(name, resolve);
    }

    /** The compiler looks classes up by their files. */
    @Override
    public @Nullable URL getResource(String name) {
        if (hidden(name)) {
            return null;
        } else if (!name.endsWith(CLASS_FILE)) {
            return super.getResource(name);
        }
        // A class that does not exist is looked for again: rules can make up any number of names.
        return generated(name.replace('/', '.')) ? null : found.computeIfAbsent(name, super::getResource);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        return hidden(name) ? null : super.getResourceAsStream(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return hidden(name) ? Collections.emptyEnumeration() : super.getResources(name);
    }

    private static boolean hidden(String resource) {
        if (!resource.endsWith(CLASS_FILE)) {
            return false;
        }
        String path = resource.substring(resource.startsWith("/") ? 1 : 0, resource.length() - CLASS_FILE.length());
        return !allowed(path.replace('/', '.'));
    }

    private static boolean generated(String name) {
        return startsWithOne(name, GENERATED_PACKAGES);
    }

    static boolean allowed(String name) {
        int nested = name.indexOf('$');
        String outer = nested < 0 ? name : name.substring(0, nested);
        if (ALLOWED.contains(outer)) {
            return true;
        }
        return generated(outer) || startsWithOne(outer, ALLOWED_PACKAGES) || startsWithOne(outer, ALLOWED_WITH_PARTS);
    }

    private static boolean startsWithOne(String name, List<String> starts) {
        for (String start : starts) {
            if (name.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
