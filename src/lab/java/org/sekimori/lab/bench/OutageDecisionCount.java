package org.sekimori.lab.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.engine.LogEntry;
import org.sekimori.stream.consumer.LogReplay;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counts of submissions on the log.
 *
 * @param attempts different submissions
 * @param decided those with a decision
 * @param doubled decisions beyond the first on a submission
 * @param undecided submissions without a decision
 * @param broken submissions without a decision that were answered from the log
 */
record OutageDecisionCount(long attempts, long decided, long doubled, long undecided, long broken) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Reads all committed entries and decisions. */
    static OutageDecisionCount of(ServiceEndpoints service) {
        Set<String> attempts = new HashSet<>();
        Set<String> answered = new HashSet<>();
        Set<String> decided = new HashSet<>();
        long[] decisions = new long[1];
        try (LogReplay log = new LogReplay(service.log())) {
            log.entries(
                    (partition, entry) -> {
                        if (entry instanceof LogEntry.Mail mail) {
                            attempts.add(mail.event().id());
                        } else if (entry instanceof LogEntry.AnswerGiven one
                                && one.source().equals("log")) {
                            answered.add(one.eventId());
                        }
                    },
                    count -> {});
            log.decisions(
                    (byte[] decision) -> {
                        decisions[0]++;
                        decided.add(JSON.readTree(new String(decision, StandardCharsets.UTF_8))
                                .path("event_id")
                                .asString());
                    },
                    count -> {});
        }
        long undecided = attempts.stream().filter(id -> !decided.contains(id)).count();
        long broken = answered.stream().filter(id -> !decided.contains(id)).count();
        return new OutageDecisionCount(
                attempts.size(), decided.size(), decisions[0] - decided.size(), undecided, broken);
    }
}
