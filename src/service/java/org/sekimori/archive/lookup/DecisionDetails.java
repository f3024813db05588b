package org.sekimori.archive.lookup;

import java.util.List;
import java.util.Map;
import org.sekimori.archive.DocumentFields;
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
            Map.entry("findings", DocumentFields.FINDINGS),
            Map.entry("texts", DocumentFields.TEXTS),
            Map.entry("figures", DocumentFields.FIGURES),
            Map.entry("counters", DocumentFields.COUNTERS),
            Map.entry("rulebook", DocumentFields.RULE_RULESET),
            Map.entry("candidate", DocumentFields.CANDIDATE),
            Map.entry("database", DocumentFields.ORIGIN_DATABASE),
            Map.entry("channel", DocumentFields.MESSAGE_CHANNEL),
            Map.entry("client_name", DocumentFields.SOURCE_DOMAIN),
            Map.entry("helo", DocumentFields.MESSAGE_HELO),
            Map.entry("tls", DocumentFields.TLS),
            Map.entry("asn", DocumentFields.SOURCE_AS_NUMBER),
            Map.entry("organisation", DocumentFields.SOURCE_AS_ORGANIZATION_NAME),
            Map.entry("instance", DocumentFields.MESSAGE_INSTANCE));

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
