package org.sekimori.archive.lookup;

import java.util.List;
import java.util.Map;
import org.sekimori.archive.FoundDecision;
import tools.jackson.databind.JsonNode;

/**
 * One decision with everything that the archive has of it.
 *
 * @param found what every list shows
 * @param others ids of further decisions with the same reference or event id, newest first; nearly always none
 * @param more what only this shows, by name: {@code findings, texts, figures, counters, rulebook, candidate, database,
 *     channel, client_name, helo, tls, asn, organisation, instance}; those that the decision has
 */
public record DecisionDetails(FoundDecision found, List<String> others, Map<String, JsonNode> more) {

    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("findings", "sekimori.findings"),
            Map.entry("texts", "sekimori.texts"),
            Map.entry("figures", "sekimori.figures"),
            Map.entry("counters", "sekimori.counters"),
            Map.entry("rulebook", "rule.ruleset"),
            Map.entry("candidate", "sekimori.candidate"),
            Map.entry("database", "sekimori.origin.database"),
            Map.entry("channel", "sekimori.message.channel"),
            Map.entry("client_name", "source.domain"),
            Map.entry("helo", "sekimori.message.helo"),
            Map.entry("tls", "tls"),
            Map.entry("asn", "source.as.number"),
            Map.entry("organisation", "source.as.organization.name"),
            Map.entry("instance", "sekimori.message.instance"));

    public DecisionDetails {
        others = List.copyOf(others);
        more = Map.copyOf(more);
    }

    static DecisionDetails of(FoundDecision found, List<String> others, JsonNode document) {
        Map<String, JsonNode> more = new java.util.HashMap<>();
        FIELDS.forEach((name, field) -> {
            JsonNode value = FoundDecision.at(document, field);
            if (!value.isMissingNode()) {
                more.put(name, value);
            }
        });
        return new DecisionDetails(found, others, more);
    }
}
