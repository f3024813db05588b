package org.sekimori.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Answer;

/**
 * The answer about a submission.
 *
 * @param text for the customer, empty for an accept
 * @param reference short code of the decision, null if the log did not answer in time
 * @param source {@code log} or {@code fallback}
 */
record DecisionView(
        @JsonProperty("event_id") String eventId,
        String verdict,
        int code,
        @JsonProperty("enhanced_code") String enhancedCode,
        String text,
        @Nullable String reference,
        String source) {

    static DecisionView of(String eventId, Answer answer) {
        return new DecisionView(
                eventId,
                answer.verdict().word(),
                answer.verdict().code(),
                answer.verdict().enhancedCode(),
                answer.text(),
                answer.reference(),
                answer.source().word());
    }
}
