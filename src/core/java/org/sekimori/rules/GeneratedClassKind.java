package org.sekimori.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of classes that Drools generates for rules, with all references that each of their methods may have. Taken from Drools
 * 10.2's output for rules that use the whole language; any other method or reference is not generated for a rule. {@code this} is
 * the class itself.
 */
// All lists are immutable ones; their types do not say so.
@SuppressWarnings("ImmutableEnumChecker")
enum GeneratedClassKind {
    /** The rules of a package. */
    RULES(
            "rules/[a-z0-9]+/Rules[0-9A-F]{32}",
            "java/lang/Object",
            List.of("org/drools/model/Model"),
            Set.of("DATE_TIME_FORMATTER", "globals", "typeMetaDatas", "rules"),
            Map.of(
                    "<clinit>",
                    Set.of(
                            "java/time/format/DateTimeFormatterBuilder",
                            "java/time/format/DateTimeFormatterBuilder.<init>",
                            "java/time/format/DateTimeFormatterBuilder.parseCaseInsensitive",
                            "java/time/format/DateTimeFormatterBuilder.appendPattern",
                            "java/time/format/DateTimeFormatterBuilder.toFormatter",
                            "org/drools/util/DateUtils.getDateFormatMask",
                            "java/util/Locale.ENGLISH",
                            "this.DATE_TIME_FORMATTER"),
                    "<init>",
                    Set.of(
                            "java/lang/Object.<init>",
                            "java/util/Collections.emptyList",
                            "this.globals",
                            "this.typeMetaDatas",
                            "this.rules",
                            "this.getRulesList"),
                    "getName",
                    Set.of(),
                    "getGlobals",
                    Set.of("this.globals"),
                    "getTypeMetaDatas",
                    Set.of("this.typeMetaDatas"),
                    "getRules",
                    Set.of("this.rules"),
                    "getRulesList",
                    Set.of(
                            "org/drools/model/Rule",
                            "java/util/Arrays.asList",
                            "java/util/Collections.emptyList",
                            "RULE_METHODS.rule"),
                    "getQueries",
                    Set.of("java/util/Collections.emptyList"),
                    "getEntryPoints",
                    Set.of("java/util/Collections.emptyList"))),
    /** Builds them one by one. */
    RULE_METHODS(
            "rules/[a-z0-9]+/Rules[0-9A-F]{32}RuleMethods[0-9]{1,4}",
            "java/lang/Object",
            List.of(),
            Set.of(),
            Map.of(
                    "<init>",
                    Set.of("java/lang/Object.<init>"),
                    "rule",
                    Shared.with(
                            Shared.with(Shared.METADATA_FIELDS, "METADATA.", Shared.TYPES.toArray(String[]::new)),
                            "",
                            "java/lang/String",
                            "java/lang/Integer.valueOf",
                            "java/lang/Long.valueOf",
                            "java/lang/Double.valueOf",
                            "java/lang/Boolean.valueOf",
                            "java/lang/Integer.TYPE",
                            "java/lang/Long.TYPE",
                            "java/lang/Double.TYPE",
                            "java/lang/Boolean.TYPE",
                            "java/lang/Integer.class",
                            "java/lang/Long.class",
                            "java/lang/Double.class",
                            "java/lang/Boolean.class",
                            "org/drools/model/RuleItemBuilder",
                            "org/drools/modelcompiler/dsl/pattern/D.alphaIndexedBy",
                            "org/drools/modelcompiler/dsl/pattern/D.declarationOf",
                            "org/drools/modelcompiler/dsl/pattern/D.execute",
                            "org/drools/modelcompiler/dsl/pattern/D.on",
                            "org/drools/modelcompiler/dsl/pattern/D.pattern",
                            "org/drools/modelcompiler/dsl/pattern/D.reactOn",
                            "org/drools/modelcompiler/dsl/pattern/D.rule",
                            "org/drools/model/consequences/ConsequenceBuilder$_1.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_2.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_3.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_4.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_5.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_6.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_7.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_8.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_9.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_10.execute",
                            "org/drools/model/consequences/ConsequenceBuilder$_11.execute",
                            "org/drools/model/functions/accumulate/AccumulateFunction",
                            "org/drools/model/functions/accumulate/AccumulateFunction.as",
                            "org/drools/model/view/ViewItemBuilder",
                            "org/drools/modelcompiler/dsl/pattern/D.accFunction",
                            "org/drools/modelcompiler/dsl/pattern/D.accumulate",
                            "org/drools/modelcompiler/dsl/pattern/D.exists",
                            "org/drools/modelcompiler/dsl/pattern/D.not",
                            "accumulator",
                            "org/drools/model/impl/RuleBuilder.attribute",
                            "org/drools/model/impl/RuleBuilder.build",
                            "org/drools/model/DomainClassMetadata.getPropertyIndex",
                            "org/drools/model/PatternDSL$PatternDef.bind",
                            "org/drools/model/PatternDSL$PatternDef.expr",
                            "org/drools/model/Rule$Attribute.SALIENCE",
                            "org/drools/model/Index$ConstraintType.EQUAL",
                            "org/drools/model/Index$ConstraintType.NOT_EQUAL",
                            "org/drools/model/Index$ConstraintType.GREATER_THAN",
                            "org/drools/model/Index$ConstraintType.GREATER_OR_EQUAL",
                            "org/drools/model/Index$ConstraintType.LESS_THAN",
                            "org/drools/model/Index$ConstraintType.LESS_OR_EQUAL",
                            "PREDICATE.INSTANCE",
                            "EXTRACTOR.INSTANCE",
                            "CONSEQUENCE.INSTANCE"))),
    /** Metadata of the fact and of {@link RuleExplainer}'s bindings. */
    METADATA(
            "rules/[a-z0-9]+/DomainClassesMetadata[0-9A-F]{32}",
            "java/lang/Object",
            List.of(),
            Shared.METADATA_FIELDS,
            Map.of(
                    "<clinit>",
                    Shared.with(Shared.METADATA_FIELDS, "this.", "METADATA_OF_TYPE", "METADATA_OF_TYPE.<init>"),
                    "<init>",
                    Set.of("java/lang/Object.<init>"))),
    /** Which property of a type is which. */
    METADATA_OF_TYPE(
            "rules/[a-z0-9]+/DomainClassesMetadata[0-9A-F]{32}\\$[A-Za-z_]{1,60}_Metadata",
            "java/lang/Object",
            List.of("org/drools/model/DomainClassMetadata"),
            Set.of(),
            Map.of(
                    "<init>",
                    Set.of("java/lang/Object.<init>"),
                    "getDomainClass",
                    Shared.with(Shared.TYPES, ""),
                    "getPropertiesSize",
                    Set.of(),
                    "getPropertyIndex",
                    Set.of(
                            "java/lang/String.hashCode",
                            "java/lang/String.equals",
                            "java/lang/RuntimeException",
                            "java/lang/RuntimeException.<init>",
                            "throw",
                            "concat"))),
    /** A condition. */
    PREDICATE(
            "rules/[a-z0-9]+/P[0-9A-F]{2}/LambdaPredicate[0-9A-F]{32}",
            "java/lang/Enum",
            List.of("org/drools/model/functions/Predicate1", "org/drools/model/functions/HashedExpression"),
            Shared.LAMBDA_FIELDS,
            Shared.lambda(
                    "test",
                    Map.of(
                            "predicateInformation",
                            Set.of(
                                    "java/lang/String",
                                    "org/drools/model/functions/PredicateInformation",
                                    "org/drools/model/functions/PredicateInformation.<init>",
                                    "org/drools/model/functions/PredicateInformation.addRuleNames",
                                    "org/drools/model/functions/PredicateInformation.setMoreThanMaxRuleDefs")))),
    /** A value that is compared or bound. */
    EXTRACTOR(
            "rules/[a-z0-9]+/P[0-9A-F]{2}/LambdaExtractor[0-9A-F]{32}",
            "java/lang/Enum",
            List.of("org/drools/model/functions/Function1", "org/drools/model/functions/HashedExpression"),
            Shared.LAMBDA_FIELDS,
            Shared.lambda("apply", Map.of())),
    /** The consequence of a rule. */
    CONSEQUENCE(
            "rules/[a-z0-9]+/P[0-9A-F]{2}/LambdaConsequence[0-9A-F]{32}",
            "java/lang/Enum",
            List.of("org/drools/model/functions/Block1", "org/drools/model/functions/HashedExpression"),
            Shared.LAMBDA_FIELDS,
            Shared.lambda("execute", Map.of())),
    /** The empty consequence of {@link RuleExplainer}'s rules. */
    NO_CONSEQUENCE(
            "rules/[a-z0-9]+/P[0-9A-F]{2}/LambdaConsequence[0-9A-F]{32}",
            "java/lang/Enum",
            List.of("org/drools/model/functions/Block0", "org/drools/model/functions/HashedExpression"),
            Shared.LAMBDA_FIELDS,
            Shared.lambda("execute", Map.of())),
    /** All packages. */
    PROJECT(
            "org/drools/project/model/ProjectModel_[A-Za-z0-9_]{1,80}",
            "java/lang/Object",
            List.of("org/drools/modelcompiler/CanonicalKieModuleModel"),
            Set.of(),
            Map.of(
                    "<init>",
                    Set.of("java/lang/Object.<init>"),
                    "getVersion",
                    Set.of(),
                    "getModels",
                    Set.of("org/drools/model/Model", "java/util/Arrays.asList", "RULES", "RULES.<init>"),
                    "getModelsForKieBase",
                    Set.of(
                            "org/drools/model/Model",
                            "java/util/Arrays.asList",
                            "java/lang/String.hashCode",
                            "java/lang/String.equals",
                            "java/lang/IllegalArgumentException",
                            "java/lang/IllegalArgumentException.<init>",
                            "RULES",
                            "RULES.<init>",
                            "throw",
                            "concat"),
                    "getReleaseId",
                    Set.of(
                            "org/kie/util/maven/support/ReleaseIdImpl",
                            "org/kie/util/maven/support/ReleaseIdImpl.<init>"),
                    "getKieModuleModel",
                    Set.of(
                            "org/kie/api/KieServices.get",
                            "org/kie/api/KieServices.newKieModuleModel",
                            "org/kie/api/builder/model/KieModuleModel.newKieBaseModel",
                            "org/kie/api/builder/model/KieBaseModel.addPackage",
                            "org/kie/api/builder/model/KieBaseModel.newKieSessionModel",
                            "org/kie/api/builder/model/KieBaseModel.setDefault",
                            "org/kie/api/builder/model/KieBaseModel.setEventProcessingMode",
                            "org/kie/api/builder/model/KieBaseModel.setMutability",
                            "org/kie/api/builder/model/KieSessionModel.setClockType",
                            "org/kie/api/builder/model/KieSessionModel.setDefault",
                            "org/kie/api/builder/model/KieSessionModel.setType",
                            "org/kie/api/builder/model/KieSessionModel$KieSessionType.STATEFUL",
                            "org/kie/api/builder/model/KieSessionModel$KieSessionType.STATELESS",
                            "org/kie/api/conf/EventProcessingOption.CLOUD",
                            "org/kie/api/conf/KieBaseMutabilityOption.ALLOWED",
                            "org/kie/api/runtime/conf/ClockTypeOption.get")));

    /** Drools' functions of one value and more; the rule's values in conditions and consequences are few. */
    private static final Pattern ARITY =
            Pattern.compile("(org/drools/model/functions/(?:Predicate|Block))(?:[1-9]|1[01])");

    private final Pattern pattern;
    private final String superclass;
    private final List<String> interfaces;
    private final Set<String> fields;
    private final Map<String, Set<String>> methods;

    GeneratedClassKind(
            String name,
            String superclass,
            List<String> interfaces,
            Set<String> fields,
            Map<String, Set<String>> methods) {
        this.pattern = Pattern.compile(name);
        this.superclass = superclass;
        this.interfaces = interfaces;
        this.fields = fields;
        this.methods = methods;
    }

    /** The kind of a class; null for any other class. */
    static @Nullable GeneratedClassKind of(String name, @Nullable String superclass, List<String> interfaces) {
        List<String> ofOne = interfaces.stream()
                .map(one -> ARITY.matcher(one).replaceFirst("$11"))
                .toList();
        for (GeneratedClassKind kind : values()) {
            if (kind.named(name) && kind.superclass.equals(superclass) && kind.interfaces.equals(ofOne)) {
                return kind;
            }
        }
        return null;
    }

    private boolean named(String name) {
        return pattern.matcher(name).matches();
    }

    boolean declares(String field) {
        return fields.contains(field);
    }

    /** Allowed references of a method; null for an unknown method. */
    @Nullable
    Set<String> references(String method) {
        return methods.get(Shared.isRule(method) ? "rule" : method);
    }

    /**
     * A reference in the form of the lists: generated classes, whose names vary, by their kind.
     *
     * @param own the referring class
     * @param member empty for the class itself
     */
    static String reference(String own, String owner, String member) {
        String end = member.isEmpty() ? "" : "." + (Shared.isRule(member) ? "rule" : member);
        if (owner.equals(own)) {
            return "this" + end;
        }
        boolean generated = owner.startsWith("rules/") || owner.startsWith("org/drools/project/");
        for (GeneratedClassKind kind : values()) {
            if (generated && kind.named(owner)) {
                return kind.name() + end;
            }
        }
        return owner + end;
    }

    /** References shared by the kinds. */
    private static final class Shared {

        static final Set<String> TYPES = Set.of(
                "org/sekimori/rules/Submission.class",
                "org/sekimori/rules/fact/Sign.class",
                "org/sekimori/rules/fact/RaisedFinding.class",
                "java/lang/Double.class",
                "java/lang/Long.class",
                "org/sekimori/cases/Hold.class",
                "org/sekimori/grants/Grant.class",
                "java/lang/String.class");

        static final Set<String> METADATA_FIELDS = Set.of(
                "org_sekimori_rules_Submission_Metadata_INSTANCE",
                "org_sekimori_rules_fact_Sign_Metadata_INSTANCE",
                "org_sekimori_rules_fact_RaisedFinding_Metadata_INSTANCE",
                "java_lang_Double_Metadata_INSTANCE",
                "java_lang_Long_Metadata_INSTANCE",
                "org_sekimori_cases_Hold_Metadata_INSTANCE",
                "org_sekimori_grants_Grant_Metadata_INSTANCE",
                "java_lang_String_Metadata_INSTANCE");

        static final Set<String> LAMBDA_FIELDS = Set.of("INSTANCE", "EXPRESSION_HASH", "ENUM$VALUES");

        private static final Pattern RULE = Pattern.compile("rule_[a-z0-9_]{1,60}");

        static Set<String> with(Set<String> references, String prefix, String... more) {
            Set<String> all = new TreeSet<>(List.of(more));
            references.forEach(reference -> all.add(prefix + reference));
            return all;
        }

        static boolean isRule(String method) {
            return RULE.matcher(method).matches();
        }

        static Map<String, Set<String>> lambda(String function, Map<String, Set<String>> more) {
            Map<String, Set<String>> methods = new LinkedHashMap<>(more);
            methods.put("<clinit>", Set.of("this", "this.<init>", "this.INSTANCE", "this.ENUM$VALUES"));
            methods.put("<init>", Set.of("java/lang/Enum.<init>"));
            methods.put("getExpressionHash", Set.of());
            methods.put("values", Set.of("this", "this.ENUM$VALUES", "java/lang/System.arraycopy"));
            methods.put("valueOf", Set.of("this", "this.class", "java/lang/Enum.valueOf"));
            methods.put(function, values());
            methods.put(
                    function + " bridge",
                    Set.of(
                            "org/sekimori/rules/Submission",
                            "org/sekimori/rules/fact/Sign",
                            "org/sekimori/rules/fact/RaisedFinding",
                            "java/lang/Double",
                            "java/lang/Long",
                            "java/lang/String",
                            "this." + function));
            return Map.copyOf(methods);
        }

        /** References of conditions and consequences. */
        private static Set<String> values() {
            Set<String> values = new TreeSet<>(Set.of(
                    "java/lang/Object",
                    "java/lang/Integer.valueOf",
                    "java/lang/Long.valueOf",
                    "java/lang/Double.valueOf",
                    "java/lang/Boolean.valueOf",
                    "java/lang/String.valueOf",
                    "java/lang/Double.doubleValue",
                    "java/lang/Long.longValue",
                    "org/drools/model/operators/InOperator.INSTANCE",
                    "org/drools/modelcompiler/dsl/pattern/D.eval",
                    "org/drools/modelcompiler/util/EvaluationUtil.areNullSafeEquals",
                    "org/drools/modelcompiler/util/EvaluationUtil.areNumbersNullSafeEquals",
                    "org/drools/modelcompiler/util/EvaluationUtil.greaterThanNumbers",
                    "org/drools/modelcompiler/util/EvaluationUtil.greaterOrEqualNumbers",
                    "org/drools/modelcompiler/util/EvaluationUtil.lessThanNumbers",
                    "org/drools/modelcompiler/util/EvaluationUtil.lessOrEqualNumbers",
                    "concat"));
            values.addAll(SubmissionVocabulary.MEMBERS);
            return values;
        }
    }
}
