package org.sekimori.rules.language;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.BooleanLiteralExpr;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.DoubleLiteralExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.NullLiteralExpr;
import com.github.javaparser.ast.expr.SimpleName;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.drools.model.codegen.execmodel.generator.DrlxParseUtil;
import org.drools.mvel.parser.ast.expr.DrlNameExpr;
import org.drools.mvel.parser.ast.expr.DrlxExpression;
import org.drools.mvel.parser.ast.expr.PointFreeExpr;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Makes sure that Drools reads what we have read. Its parser is another one than ours, and its code generator has a third for
 * conditions and a fourth for consequences: whatever they understood differently would be compiled without having been checked.
 * So what Drools' parser gives is written down as a rule again and must be the same rule, and the trees that are compiled may
 * consist of a few kinds of nodes only.
 */
public final class DroolsReading {

    private static final Set<Class<? extends Node>> ALLOWED = Set.of(
            BinaryExpr.class,
            BooleanLiteralExpr.class,
            BlockStmt.class,
            ConditionalExpr.class,
            DoubleLiteralExpr.class,
            DrlNameExpr.class,
            DrlxExpression.class,
            EnclosedExpr.class,
            ExpressionStmt.class,
            IntegerLiteralExpr.class,
            MethodCallExpr.class,
            NameExpr.class,
            NullLiteralExpr.class,
            PointFreeExpr.class,
            SimpleName.class,
            StringLiteralExpr.class,
            UnaryExpr.class);

    private static final Set<String> WORD_OPERATORS = Set.of("in", "notin", "not in");
    private static final String DIFFERENT =
            "Drools reads this rule differently; write it plainly, without comments between 'rule' and 'then'";

    private final String prefix;
    private final String text;
    private final String fact;
    private final List<Fault> faults = new ArrayList<>();

    private DroolsReading(String prefix, String text, String fact) {
        this.prefix = prefix;
        this.text = text;
        this.fact = fact;
    }

    /**
     * What Drools reads differently; empty if nothing.
     *
     * @param prefix what is put before the text on its first line
     * @param text the file's text
     * @param rules what was read from it here
     */
    public static List<Fault> compare(String prefix, String text, List<RuleTree> rules, String fact) {
        DroolsReading reading = new DroolsReading(prefix, text, fact);
        try {
            reading.file(rules);
        } catch (DroolsParserException | SyntaxException | RuntimeException | StackOverflowError e) {
            reading.faults.add(new Fault(1, 1, DIFFERENT + " (" + e.getMessage() + ")"));
        }
        return reading.faults;
    }

    private void file(List<RuleTree> rules) throws DroolsParserException, SyntaxException {
        DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
        @Nullable PackageDescr parsed = parser.parse(false, prefix + text);
        for (DroolsError error : parser.getErrors()) {
            int line = error.getLines().length == 0 ? 1 : Math.max(1, error.getLines()[0]);
            faults.add(new Fault(
                    line, 1, error.getMessage().lines().map(String::strip).collect(Collectors.joining(" "))));
        }
        if (!faults.isEmpty()) {
            return;
        }
        if (parsed == null || parsed.getRules().size() != rules.size() || !onlyRules(parsed)) {
            faults.add(new Fault(1, 1, DIFFERENT));
            return;
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(parsed.getRules().get(i), rules.get(i));
        }
    }

    private static boolean onlyRules(PackageDescr parsed) {
        return parsed.getImports().size() == 1
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

    private void rule(RuleDescr theirs, RuleTree ours) throws SyntaxException {
        PatternDescr pattern = onlyPattern(theirs);
        boolean same = pattern != null
                && !theirs.isQuery()
                && theirs.getParentName() == null
                && theirs.getNamedConsequences().isEmpty()
                && theirs.getAnnotationNames().isEmpty()
                && Set.of("salience").containsAll(theirs.getAttributes().keySet())
                && pattern.getSource() == null
                && pattern.getBehaviors().isEmpty()
                && pattern.getAnnotationNames().isEmpty()
                && !pattern.isUnification()
                && !pattern.isQuery();
        if (same && pattern != null) {
            List<RuleTree> again = RuleParser.parse(written(theirs, pattern), fact);
            same = again.size() == 1 && again.get(0).normal().equals(ours.normal()) && plain(theirs, pattern);
        }
        if (!same) {
            faults.add(Fault.at(text, ours.at(), DIFFERENT));
        }
    }

    private static @Nullable PatternDescr onlyPattern(RuleDescr rule) {
        List<? extends BaseDescr> left = rule.getLhs().getDescrs();
        return left.size() == 1 && left.get(0) instanceof PatternDescr pattern ? pattern : null;
    }

    private static List<String> constraints(PatternDescr pattern) {
        List<String> constraints = new ArrayList<>();
        for (BaseDescr constraint : pattern.getConstraint().getDescrs()) {
            boolean named =
                    constraint instanceof ExprConstraintDescr one && one.getType() == ExprConstraintDescr.Type.NAMED;
            constraints.add(named ? ((ExprConstraintDescr) constraint).getExpression() : "?");
        }
        return constraints;
    }

    private static String written(RuleDescr rule, PatternDescr pattern) {
        AttributeDescr salience = rule.getAttributes().get("salience");
        return "rule \"" + rule.getName() + "\"" + (salience == null ? "" : " salience " + salience.getValue())
                + " when "
                + pattern.getIdentifier() + " : " + pattern.getObjectType()
                + constraints(pattern).stream().collect(Collectors.joining("\n, ", "(", "\n)"))
                + " then " + rule.getConsequence() + "\nend";
    }

    /** Whether what is compiled consists of allowed nodes. */
    private static boolean plain(RuleDescr rule, PatternDescr pattern) {
        for (String constraint : constraints(pattern)) {
            DrlxExpression parsed = DrlxParseUtil.parseExpression(constraint);
            if (parsed.getBind() != null || !plain(parsed.getExpr())) {
                return false;
            }
        }
        return plain(DrlxParseUtil.parseBlock("{" + rule.getConsequence() + "\n}"));
    }

    private static boolean plain(Node node) {
        if (!ALLOWED.contains(node.getClass())) {
            return false;
        }
        if (node instanceof PointFreeExpr wordy) {
            return WORD_OPERATORS.contains(wordy.getOperator().asString()) && plain(wordy.getLeft());
        }
        return node.getChildNodes().stream().allMatch(DroolsReading::plain);
    }
}
