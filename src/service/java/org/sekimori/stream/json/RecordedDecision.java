package org.sekimori.stream.json;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision as {@code decisions} carries it. Verdicts, modes and severities are the words that were written, so that those of
 * another version are kept; a decision does not write the codes of what it would have said.
 *
 * @param trigger kind of the event if it is no submission, such as {@code bounced}: then the verdict is {@code none}; else null
 * @param code SMTP reply code, null for an accept
 * @param enhancedCode enhanced status code, null for an accept
 * @param labels names of the account's labels when the rules ran
 * @param signs weights of signs by name
 * @param counters of the account after the decision, by name; those that were written
 * @param texts of a refusal, for the customer and for the analyst; those that were written
 * @param figures of the profile at a refusal, null if it was none
 * @param shadow what a candidate said, null if none was asked
 * @see org.sekimori.mail.Decision
 */
public record RecordedDecision(
        String id,
        String eventId,
        String reference,
        Instant time,
        String account,
        @Nullable String trigger,
        String verdict,
        @Nullable String would,
        @Nullable Integer code,
        @Nullable String enhancedCode,
        List<RecordedFinding> findings,
        List<String> flags,
        RecordedOrigin origin,
        @Nullable String grant,
        @Nullable String home,
        List<String> labels,
        Map<String, Double> signs,
        String rulebook,
        Map<String, Long> counters,
        Map<String, String> texts,
        @Nullable Map<String, Object> figures,
        @Nullable Candidate shadow) {

    public RecordedDecision {
        findings = List.copyOf(findings);
        flags = List.copyOf(flags);
        labels = List.copyOf(labels);
        signs = Collections.unmodifiableMap(signs);
        // Not Map.copyOf: the order is that of the record, in every process.
        counters = Collections.unmodifiableMap(counters);
        texts = Collections.unmodifiableMap(texts);
        figures = figures == null ? null : Collections.unmodifiableMap(figures);
    }

    /**
     * A rule that matched.
     *
     * @param evidence numbers and texts by name, null if none was written
     * @param attack ids of ATT&CK techniques
     * @param exemption {@code off} or {@code shadow} if the account was exempt from the rule, else null
     * @param exemptionReason why it was, null if none was written
     */
    public record RecordedFinding(
            String rule,
            int version,
            String mode,
            @Nullable String severity,
            @Nullable String effect,
            @Nullable String reason,
            @Nullable Map<String, Object> evidence,
            List<String> attack,
            @Nullable String exemption,
            @Nullable String exemptionReason) {

        public RecordedFinding {
            attack = List.copyOf(attack);
        }
    }

    /** Where the client was; which words there are depends on the kind, see {@link org.sekimori.mail.Origin}. */
    public record RecordedOrigin(
            String kind,
            @Nullable String country,
            @Nullable String name,
            @Nullable String reason,
            @Nullable String network,
            @Nullable Long asn,
            @Nullable String organisation,
            List<String> kinds,
            @Nullable String database,
            @Nullable LocalDate built) {}

    /**
     * What a candidate rulebook said.
     *
     * @param verdict null if it said the same in everything
     */
    public record Candidate(
            @Nullable String rulebook, @Nullable String verdict, List<String> flags, List<RecordedFinding> findings) {}

    /**
     * Reads a record of {@code decisions}; properties of a later version are ignored.
     *
     * @throws UnreadableRecordException if the bytes are no decision; the message says why
     */
    public static RecordedDecision read(byte @Nullable [] bytes) {
        RecordedDecisionReader reader = new RecordedDecisionReader();
        return JsonSupport.read(bytes, reader, reader::decision);
    }
}
