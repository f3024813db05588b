package org.sekimori.api.decisions;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.SubmissionAnswer;

/**
 * The answer to a submission.
 *
 * @param text for the customer, in the language of the domain, for a channel that carries UTF-8; empty unless it refuses
 * @param plain the same in printable ASCII, for a reply of SMTP without SMTPUTF8; empty unless it refuses
 * @param reference short code of the decision, null if the log did not answer in time
 * @param source {@code log} or {@code fallback}
 */
record DecisionAnswerView(
        @JsonProperty("event_id") String eventId,
        String verdict,
        int code,
        @JsonProperty("enhanced_code") String enhancedCode,
        String text,
        String plain,
        @Nullable String reference,
        String source) {

    static DecisionAnswerView of(String eventId, SubmissionAnswer answer) {
        return new DecisionAnswerView(
                eventId,
                answer.verdict().word(),
                answer.verdict().code(),
                answer.verdict().enhancedCode(),
                answer.text(),
                answer.verdict().refuses() ? answer.plain() : "",
                answer.reference(),
                answer.source().word());
    }
}
