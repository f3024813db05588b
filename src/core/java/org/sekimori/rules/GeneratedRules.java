package org.sekimori.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.rules.fact.StringLiteralTable;
import org.sekimori.rules.language.DroolsParseVerifier;
import org.sekimori.rules.language.DroolsParseVerifier.Difference;
import org.sekimori.rules.language.GeneratedDrl;
import org.sekimori.rules.language.RuleRewriter;
import org.sekimori.rules.language.RuleTree;
import org.sekimori.rules.language.SyntaxException;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookProblem;

/**
 * The rules of a rulebook as given to Drools, and the mapping back: file 17 becomes package {@code rules.r17}, its third rule
 * {@code r17_3}. Messages and findings use the author's names.
 */
final class GeneratedRules {

    /** Appended to errors that only a fault of this program can cause. */
    static final String OUR_FAULT = "; this is a fault of Sekimori, not of the rule: please report it with the rule";

    /**
     * A file.
     *
     * @param written its rules as they were written
     * @param generated the same rules as they are compiled, in the same order
     */
    record Part(DrlFile file, String name, List<RuleTree> written, List<RuleTree> generated) {

        GeneratedDrl drl() {
            return GeneratedDrl.of(name, Submission.class, generated);
        }

        GeneratedDrl only(int rule) {
            return GeneratedDrl.of(name, Submission.class, List.of(generated.get(rule)));
        }

        RulebookProblem problem(int rule, String message) {
            RuleTree at = written.get(rule);
            return file.problem(at.at(), "rule \"" + at.name() + "\" does not compile: " + message);
        }
    }

    private final RuleOrder order;
    private final List<Part> parts = new ArrayList<>();
    private final StringLiteralTable texts = new StringLiteralTable();
    private final Map<String, String> ids = new HashMap<>();

    /**
     * Generates the rules of files.
     *
     * @throws RulebookException if one cannot be read, or has a name that no rule may use
     */
    GeneratedRules(List<DrlFile> files) throws RulebookException {
        order = new RuleOrder(files);
        for (DrlFile file : files) {
            parts.add(part(file, parts.size()));
        }
    }

    private Part part(DrlFile file, int number) throws RulebookException {
        String name = "r" + number;
        List<RuleTree> written = file.rules();
        List<RuleTree> generated = new ArrayList<>();
        try {
            for (RuleTree rule : written) {
                String rename = RuleOrder.compiledName(number, generated.size());
                generated.add(RuleRewriter.of(rule, rename, SubmissionVocabulary.NAMES, texts)
                        .withSalience(order.salience(rename)));
                ids.put(rename, file.spec().id());
            }
        } catch (SyntaxException e) {
            throw new RulebookException(List.of(file.problem(e.in(file.text()))));
        }
        return new Part(file, name, written, generated);
    }

    /**
     * Makes sure that Drools reads these rules.
     *
     * @throws RulebookException if it reads others
     */
    void requireSameReading() throws RulebookException {
        List<RulebookProblem> problems = new BoundedProblemList();
        for (Part part : parts) {
            List<Difference> differences =
                    DroolsParseVerifier.compare(part.drl().text(), part.generated(), Submission.class.getSimpleName());
            for (Difference difference : differences) {
                String what = "Drools reads it as " + difference.what() + OUR_FAULT;
                problems.add(
                        difference.rule() < 0
                                ? new RulebookProblem(part.file().path(), 0, what)
                                : part.problem(difference.rule(), what));
            }
        }
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
    }

    /** Which rules read what others raise. */
    RuleOrder order() {
        return order;
    }

    List<Part> parts() {
        return parts;
    }

    List<GeneratedDrl> drl() {
        return parts.stream().map(Part::drl).toList();
    }

    /** The string literals of generated code, by number. */
    List<String> texts() {
        return texts.texts();
    }

    /** The id of the rule, as its author gave it, by the name of the generated one. */
    Map<String, String> ids() {
        return Map.copyOf(ids);
    }
}
