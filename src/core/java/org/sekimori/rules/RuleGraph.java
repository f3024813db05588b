package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.evidence.StepTable;
import org.sekimori.rules.language.RuleUses;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/**
 * Which facts, thresholds, limits, lists, labels and signs feed the rules of a rulebook, and what effects come of them. Read from the
 * rules' trees; nothing is compiled.
 *
 * @param rules by id, those switched off included
 * @param thresholds values of the policy's defaults and the bands of evidence, by name
 * @param weights what signs weigh, by name
 */
public record RuleGraph(List<Rule> rules, Map<String, Double> thresholds, Map<String, StepTable> weights) {

    /** A rule with what it uses. */
    public record Rule(RuleMetadata metadata, RuleUses uses) {}

    public RuleGraph {
        rules = List.copyOf(rules);
    }

    /**
     * The graph of a rulebook.
     *
     * @throws RulebookException with every rule or policy that cannot be read
     */
    public static RuleGraph of(RulebookFiles files) throws RulebookException {
        List<RulebookProblem> problems = new BoundedProblemList();
        List<Rule> rules = new ArrayList<>();
        EvidenceWeights weights = EvidenceWeights.read(files, problems);
        DomainPolicies policies = DomainPolicies.read(
                files.files().getOrDefault(DomainPolicies.FILE, "defaults: {}\n"), weights.thresholds(), problems);
        files.files().forEach((file, text) -> {
            if (!file.endsWith("/" + RuleMetadata.FILE)) {
                return;
            }
            String folder = file.substring(0, file.length() - RuleMetadata.FILE.length() - 1);
            String path = folder + "/" + DrlFile.NAME;
            try {
                RuleMetadata spec = RuleMetadata.parse(folder, text);
                DrlFile drl = new DrlFile(spec, path, files.files().getOrDefault(path, ""));
                rules.add(new Rule(spec, RuleUses.of(drl.rules())));
            } catch (RulebookException e) {
                problems.addAll(e.problems());
            }
        });
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        rules.sort(Comparator.comparing(rule -> rule.metadata().id()));
        return new RuleGraph(rules, policies.defaults().thresholds(), weights.signs());
    }
}
