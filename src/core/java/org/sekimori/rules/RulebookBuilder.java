package org.sekimori.rules;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.KnownFalsePositives;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.testing.RuleTest;
import org.sekimori.rules.text.MessageCatalog;
import org.sekimori.rules.text.NoticeTemplates;

/** Builds a rulebook one component at a time. */
final class RulebookBuilder {

    private final String id;
    private DomainPolicies policies = DomainPolicies.none();
    private MessageCatalog messages = MessageCatalog.none();
    private NoticeTemplates notices = NoticeTemplates.shipped();
    private SortedMap<String, RuleMetadata> specs = new TreeMap<>();
    private List<RuleTest> ruleTests = List.of();
    private KnownFalsePositives known = KnownFalsePositives.NONE;
    private List<DrlFile> drl = List.of();
    private @Nullable CompiledRules compiled;
    private Set<String> off = Set.of();
    private EvidenceWeights weights = EvidenceWeights.NONE;
    private NeighbourQuestions neighbours = NeighbourQuestions.NONE;

    RulebookBuilder(String id) {
        this.id = id;
    }

    RulebookBuilder policies(DomainPolicies value) {
        policies = value;
        return this;
    }

    RulebookBuilder messages(MessageCatalog value) {
        messages = value;
        return this;
    }

    RulebookBuilder notices(NoticeTemplates value) {
        notices = value;
        return this;
    }

    RulebookBuilder specs(SortedMap<String, RuleMetadata> value) {
        specs = value;
        return this;
    }

    RulebookBuilder ruleTests(List<RuleTest> value) {
        ruleTests = value;
        return this;
    }

    RulebookBuilder neighbourQuestions(NeighbourQuestions value) {
        neighbours = value;
        return this;
    }

    RulebookBuilder weights(EvidenceWeights value) {
        weights = value;
        return this;
    }

    RulebookBuilder known(KnownFalsePositives value) {
        known = value;
        return this;
    }

    RulebookBuilder drl(List<DrlFile> value) {
        drl = value;
        return this;
    }

    RulebookBuilder compiled(@Nullable CompiledRules value) {
        compiled = value;
        return this;
    }

    RulebookBuilder off(Set<String> value) {
        off = value;
        return this;
    }

    /** The rulebook. */
    Rulebook build() {
        return new Rulebook(
                id, policies, messages, notices, specs, ruleTests, known, drl, compiled, off, neighbours, weights);
    }
}
