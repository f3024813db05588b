package org.sekimori.rules.language;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.BooleanLiteralExpr;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.DoubleLiteralExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.LiteralStringValueExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.NullLiteralExpr;
import com.github.javaparser.ast.expr.SimpleName;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.drools.model.codegen.execmodel.generator.DrlxParseUtil;
import org.drools.mvel.parser.ast.expr.DrlNameExpr;
import org.drools.mvel.parser.ast.expr.DrlxExpression;
import org.drools.mvel.parser.ast.expr.PointFreeExpr;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Verifies that Drools parses the printed text as we do. Its parser differs from ours, and its code generator uses two more, for
 * conditions and for consequences; a difference would compile unchecked code. So their trees of the printed text are converted to
 * our form of trees and must be equal. Syntax that rules do not need has no such form.
 */
public final class DroolsParseVerifier {

    /** A node that no printed rule has. */
    private static final class UnknownNode extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownNode(Node node) {
            super(node.getClass().getSimpleName());
        }
    }

    /** What printed texts import: the facts. */
    private static final Set<String> IMPORTS = Set.of(
            "org.sekimori.rules.Submission", "org.sekimori.rules.fact.Sign", "org.sekimori.rules.fact.RaisedFinding");

    private static final Set<String> ACCUMULATED = Set.of("Object", "Object[]");
    private static final Set<String> NOT_IN = Set.of("notin", "not in");

    /** Most comparisons that are remembered: the files of a large rulebook and of the one before it. */
    private static final int MOST_REMEMBERED = 400;

    /**
     * Comparisons that found no difference, each by all that was compared: most files of a rulebook stood in the one before it. The oldest
     * are forgotten.
     */
    private static final Set<List<String>> EQUAL =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<String>, Boolean> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            }));

    private DroolsParseVerifier() {}

    /**
     * Compares Drools' reading with ours; empty if equal.
     *
     * @param drl the text for Drools
     * @param rules the printed rules
     * @param fact the simple name of their fact
     * @return by the index of the rule, or -1 for the text as a whole
     */
    public static List<Difference> compare(String drl, List<RuleTree> rules, String fact) {
        List<String> compared = Stream.concat(
                        Stream.of(fact, drl), rules.stream().map(RuleTree::normal))
                .toList();
        if (EQUAL.contains(compared)) {
            return List.of();
        }
        List<Difference> differences = differences(drl, rules, fact);
        if (differences.isEmpty()) {
            EQUAL.add(compared);
        }
        return differences;
    }

    private static List<Difference> differences(String drl, List<RuleTree> rules, String fact) {
        List<Difference> differences = new ArrayList<>();
        try {
            DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
            @Nullable PackageDescr parsed = parser.parse(false, drl);
            if (parser.hasErrors() || parsed == null) {
                String why = parser.getErrors().stream()
                        .map(error -> String.valueOf(error.getMessage()))
                        .collect(Collectors.joining("; "));
                return List.of(new Difference(-1, why));
            }
            if (parsed.getRules().size() != rules.size() || !onlyRules(parsed)) {
                return List.of(new Difference(-1, "it holds something else than the rules"));
            }
            for (int i = 0; i < rules.size(); i++) {
                String theirs = rule(parsed.getRules().get(i), fact);
                if (!theirs.equals(rules.get(i).normal())) {
                    differences.add(new Difference(i, theirs));
                }
            }
        } catch (DroolsParserException | RuntimeException | StackOverflowError e) {
            differences.add(new Difference(-1, e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
        return differences;
    }

    /**
     * A difference in Drools' reading.
     *
     * @param rule index of the rule, or -1
     * @param what Drools' reading, or its error
     */
    public record Difference(int rule, String what) {}

    private static boolean onlyRules(PackageDescr parsed) {
        return parsed.getImports().stream().map(ImportDescr::getTarget).allMatch(IMPORTS::contains)
                && parsed.getFunctions().isEmpty()
                && parsed.getFunctionImports().isEmpty()
                && parsed.getAccumulateImports().isEmpty()
                && parsed.getGlobals().isEmpty()
                && parsed.getTypeDeclarations().isEmpty()
                && parsed.getEnumDeclarations().isEmpty()
                && parsed.getEntryPointDeclarations().isEmpty()
                && parsed.getWindowDeclarations().isEmpty()
                && parsed.getAttributes().isEmpty()
                && parsed.getUnit() == null;
    }

    /** In the form of {@link RuleTree#normal}, or something that no rule has. */
    private static String rule(RuleDescr rule, String fact) {
        PatternDescr pattern = firstPattern(rule);
        boolean plain = pattern != null
                && !rule.isQuery()
                && rule.getParentName() == null
                && rule.getNamedConsequences().isEmpty()
                && rule.getAnnotationNames().isEmpty()
                && Set.of("salience").containsAll(rule.getAttributes().keySet())
                && pattern.getObjectType().equals(fact)
                && pattern.getSource() == null
                && plain(pattern);
        if (!plain || pattern == null) {
            return "something else than one plain pattern";
        }
        StringBuilder further = new StringBuilder();
        List<? extends BaseDescr> left = rule.getLhs().getDescrs();
        left.subList(1, left.size()).forEach(one -> further.append(' ').append(further(one)));
        AttributeDescr salience = rule.getAttributes().get("salience");
        return "rule \"" + rule.getName() + "\" salience " + (salience == null ? "0" : salience.getValue()) + " when "
                + pattern.getIdentifier() + " : "
                + constraints(pattern).stream().collect(Collectors.joining(", ", "(", ")"))
                + further + " then " + consequence(rule);
    }

    private static @Nullable PatternDescr firstPattern(RuleDescr rule) {
        List<? extends BaseDescr> left = rule.getLhs().getDescrs();
        return !left.isEmpty() && left.get(0) instanceof PatternDescr pattern ? pattern : null;
    }

    private static boolean plain(PatternDescr pattern) {
        return pattern.getBehaviors().isEmpty()
                && pattern.getAnnotationNames().isEmpty()
                && !pattern.isUnification()
                && !pattern.isQuery();
    }

    /** A pattern over signs or findings in the form of {@link FactPattern#normal}, or something that no rule has. */
    private static String further(BaseDescr pattern) {
        if (pattern instanceof ExistsDescr exists && exists.getDescrs().size() == 1) {
            return "exists " + match((BaseDescr) exists.getDescrs().get(0));
        } else if (pattern instanceof NotDescr not && not.getDescrs().size() == 1) {
            return "not " + match((BaseDescr) not.getDescrs().get(0));
        } else if (pattern instanceof PatternDescr accumulated
                && accumulated.getSource() instanceof AccumulateDescr source) {
            return accumulate(accumulated, source);
        }
        return match(pattern);
    }

    private static String match(BaseDescr pattern) {
        if (!(pattern instanceof PatternDescr match)
                || match.getSource() != null
                || match.getIdentifier() != null
                || !plain(match)) {
            return "something else than a plain pattern";
        }
        return match.getObjectType() + constraints(match).stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private static String accumulate(PatternDescr pattern, AccumulateDescr source) {
        boolean plain = ACCUMULATED.contains(pattern.getObjectType())
                && pattern.getIdentifier() == null
                && plain(pattern)
                && source.isExternalFunction()
                && source.getInitCode() == null
                && source.getActionCode() == null
                && source.getReverseCode() == null
                && source.getResultCode() == null
                && source.getDeclarations() == null;
        if (!plain
                || !(source.getInput() instanceof AndDescr and)
                || and.getDescrs().size() != 1) {
            return "something else than a plain accumulation";
        }
        String functions = source.getFunctions().stream()
                .map(one -> one.getBind()
                        + (one.isUnification() ? " := " : " : ")
                        + one.getFunction()
                        + Stream.of(one.getParams()).map(String::strip).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", ", "; ", ""));
        return "accumulate(" + match((BaseDescr) and.getDescrs().get(0)) + functions
                + constraints(pattern).stream().collect(Collectors.joining(", ", "; ", ")"));
    }

    private static List<String> constraints(PatternDescr pattern) {
        List<String> constraints = new ArrayList<>();
        for (BaseDescr constraint : pattern.getConstraint().getDescrs()) {
            if (!(constraint instanceof ExprConstraintDescr one) || one.getType() != ExprConstraintDescr.Type.NAMED) {
                return List.of("a constraint by position");
            }
            DrlxExpression parsed = DrlxParseUtil.parseExpression(one.getExpression());
            SimpleName bound = parsed.getBind();
            constraints.add((bound == null ? "" : bound.asString() + " : ") + normal(parsed.getExpr()));
        }
        return constraints;
    }

    private static String consequence(RuleDescr rule) {
        List<String> statements = new ArrayList<>();
        for (Statement statement : DrlxParseUtil.parseBlock(String.valueOf(rule.getConsequence()) + '\n')
                .getStatements()) {
            if (!(statement instanceof ExpressionStmt call) || !(call.getExpression() instanceof MethodCallExpr)) {
                throw new UnknownNode(statement);
            }
            statements.add(normal(call.getExpression()) + ";");
        }
        return String.join(" ", statements);
    }

    /** In the form of {@link Expression#normal}. */
    private static String normal(Node node) {
        if (node instanceof EnclosedExpr enclosed) {
            return normal(enclosed.getInner());
        } else if (node instanceof BinaryExpr binary) {
            return "(" + normal(binary.getLeft()) + " " + binary.getOperator().asString() + " "
                    + normal(binary.getRight()) + ")";
        } else if (node instanceof UnaryExpr unary) {
            return unary.getOperator().asString() + normal(unary.getExpression());
        } else if (node.getClass() == MethodCallExpr.class) {
            return call((MethodCallExpr) node);
        } else if (node.getClass() == NameExpr.class || node.getClass() == DrlNameExpr.class) {
            return name((NameExpr) node);
        } else if (node.getClass() == StringLiteralExpr.class) {
            return '"' + ((StringLiteralExpr) node).getValue() + '"';
        } else if (node.getClass() == IntegerLiteralExpr.class || node.getClass() == DoubleLiteralExpr.class) {
            return ((LiteralStringValueExpr) node).getValue();
        } else if (node instanceof BooleanLiteralExpr || node instanceof NullLiteralExpr) {
            return node.toString();
        } else if (node instanceof ConditionalExpr choice) {
            return "(" + normal(choice.getCondition()) + " ? " + normal(choice.getThenExpr()) + " : "
                    + normal(choice.getElseExpr()) + ")";
        } else if (node instanceof PointFreeExpr in) {
            return in(in);
        }
        throw new UnknownNode(node);
    }

    private static String call(MethodCallExpr call) {
        if (call.getTypeArguments().isPresent()) {
            throw new UnknownNode(call);
        }
        return call.getScope().map(scope -> normal(scope) + ".").orElse("")
                + call.getNameAsString()
                + list(call.getArguments());
    }

    private static String name(NameExpr name) {
        if (name instanceof DrlNameExpr back && back.getBackReferencesCount() > 0) {
            throw new UnknownNode(name);
        }
        return name.getNameAsString();
    }

    private static String in(PointFreeExpr in) {
        String operator = in.getOperator().asString();
        boolean negated = in.isNegated() || NOT_IN.contains(operator);
        if ((!operator.equals("in") && !NOT_IN.contains(operator)) || in.getArg1() != null) {
            throw new UnknownNode(in);
        }
        return "(" + normal(in.getLeft()) + (negated ? " not in " : " in ") + list(in.getRight()) + ")";
    }

    private static String list(NodeList<? extends Node> nodes) {
        return nodes.stream().map(DroolsParseVerifier::normal).collect(Collectors.joining(", ", "(", ")"));
    }
}
