package org.sekimori.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * The DRL of one rule. The file holds rules and comments only: package and imports are put before its first line, on that
 * line, so that the lines of the compiler's messages are those of the file.
 */
record DrlFile(RuleSpec spec, String path, String text) {

    static final String NAME = "rule.drl";

    private static final Pattern NAMED = Pattern.compile("\\b(limit|threshold)\\(\\s*\"([^\"]*)\"\\s*\\)");

    /** What Drools is given. */
    String source() {
        String name = spec.folder().replace('/', '.').replace('-', '_');
        return "package rules." + name + "; import org.sekimori.rules.Submission; " + text;
    }

    /** Where Drools is told that the file lies. */
    String resource() {
        return "src/main/resources/rules/" + path.replace('-', '_');
    }

    /**
     * The syntax tree of a file that was compiled before.
     *
     * @throws IllegalStateException if it has faults after all
     */
    PackageDescr parse() {
        try {
            PackageDescr parsed = new DrlParser(LanguageLevelOption.DRL6).parse(false, source());
            if (parsed != null) {
                return parsed;
            }
        } catch (DroolsParserException e) {
            throw new IllegalStateException(path + " cannot be read again", e);
        }
        throw new IllegalStateException(path + " cannot be read again");
    }

    /** What can be said without compiling. */
    List<Problem> check() {
        List<Problem> problems = new ArrayList<>();
        DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
        PackageDescr parsed = null;
        try {
            parsed = parser.parse(false, source());
        } catch (DroolsParserException e) {
            problems.add(new Problem(path, 0, "cannot be read: " + e.getMessage()));
        }
        for (DroolsError error : parser.getErrors()) {
            int[] lines = error.getLines();
            problems.add(new Problem(path, lines.length == 0 ? 0 : lines[0], oneLine(error.getMessage())));
        }
        if (parsed != null && problems.isEmpty()) {
            checkContent(parsed, problems);
        }
        return problems;
    }

    private void checkContent(PackageDescr parsed, List<Problem> problems) {
        if (parsed.getImports().size() != 1
                || !parsed.getFunctions().isEmpty()
                || !parsed.getFunctionImports().isEmpty()
                || !parsed.getAccumulateImports().isEmpty()
                || !parsed.getGlobals().isEmpty()
                || !parsed.getTypeDeclarations().isEmpty()
                || !parsed.getEnumDeclarations().isEmpty()
                || !parsed.getEntryPointDeclarations().isEmpty()
                || !parsed.getWindowDeclarations().isEmpty()) {
            problems.add(
                    new Problem(
                            path,
                            0,
                            "may hold rules only: no import, function, global, declare or window; what a rule may use is there already"));
        }
        if (parsed.getRules().isEmpty()) {
            problems.add(new Problem(path, 0, "holds no rule"));
        }
        for (RuleDescr rule : parsed.getRules()) {
            if (rule.isQuery()) {
                problems.add(new Problem(path, rule.getLine(), "queries are not allowed"));
            } else if (!ruleId(rule.getName()).equals(spec.id())) {
                problems.add(new Problem(
                        path,
                        rule.getLine(),
                        "rule \"" + rule.getName() + "\" must be named \"" + spec.id() + "\" like its folder, or \""
                                + spec.id() + ": what is special\""));
            }
        }
    }

    /** Names that no policy has would fail only when the rule is run; they are found before. */
    List<Problem> checkNames(Set<String> thresholds) {
        List<Problem> problems = new ArrayList<>();
        if (thresholds.isEmpty() && text.contains("threshold(")) {
            problems.add(new Problem(
                    path,
                    0,
                    "compares with thresholds, and policy.yml has none; copy 'thresholds' from the shipped one"));
            return problems;
        }
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            for (Matcher named = NAMED.matcher(line); named.find(); ) {
                boolean limit = named.group(1).equals("limit");
                String name = named.group(2);
                if (limit && !SendLimits.isName(name)) {
                    problems.add(new Problem(
                            path,
                            number,
                            "there is no limit \"" + name + "\"; limits are " + String.join(", ", SendLimits.NAMES)
                                    + ", and the same after overseas_"));
                } else if (!limit && !thresholds.contains(name)) {
                    problems.add(new Problem(
                            path,
                            number,
                            "policy.yml has no threshold \"" + name + "\" under defaults; it has "
                                    + String.join(", ", new TreeSet<>(thresholds))));
                }
            }
        }
        return problems;
    }

    /** The id in a DRL rule's name: what stands before the colon. */
    static String ruleId(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon).strip();
    }

    static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
