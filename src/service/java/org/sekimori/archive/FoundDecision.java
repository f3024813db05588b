package org.sekimori.archive;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A decision that was looked up. What only the event says is null where the event is no longer on the log.
 *
 * @param time of the submission
 * @param reference short code that a customer reads out
 * @param id the decision's
 * @param eventId its event's, at the mail server
 * @param account whose submission
 * @param verdict {@code accept}, {@code quarantine}, {@code defer} or {@code reject}, as the log has it; {@code none} at anything but
 *     a submission
 * @param trigger kind of the event if it is no submission, such as {@code bounced}; else null
 * @param would what would have been said if the domain were not only observed, null if it is the same
 * @param code SMTP reply code of a refusal, else null
 * @param enhancedCode enhanced status code of a refusal (RFC 3463), else null
 * @param rules those that matched and act
 * @param shadowRules those in the shadow that matched
 * @param flags rules that flagged the account
 * @param origin where the client was
 * @param server that reported the submission; empty if it gave no name
 * @param queueId the mail server's
 * @param messageId without angle brackets
 * @param sender of the envelope, empty for the null sender
 * @param recipientCount recipients of the envelope
 * @param recipientDomains their domains, each once, at most 100
 * @param size of the message, in octets
 * @param grant id of the grant that let it pass, null if none did
 * @param told what the door really told the mail server, null if nothing is known of it
 * @param reason of the weightiest finding, in one line for the analyst; null without one; not part of the JSON, where the findings are
 * @param evidence highest sum of signs that a finding names; null without one; not part of the JSON
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FoundDecision(
        Instant time,
        String reference,
        String id,
        String eventId,
        String account,
        String verdict,
        @Nullable String trigger,
        @Nullable String would,
        @Nullable Integer code,
        @Nullable String enhancedCode,
        List<String> rules,
        List<String> shadowRules,
        List<String> flags,
        ClientOrigin origin,
        @Nullable String server,
        @Nullable String queueId,
        @Nullable String messageId,
        @Nullable String sender,
        @Nullable Integer recipientCount,
        List<String> recipientDomains,
        @Nullable Long size,
        @Nullable String grant,
        @Nullable SentAnswer told,
        @JsonIgnore @Nullable String reason,
        @JsonIgnore @Nullable Double evidence) {

    public FoundDecision {
        rules = List.copyOf(rules);
        shadowRules = List.copyOf(shadowRules);
        flags = List.copyOf(flags);
        recipientDomains = List.copyOf(recipientDomains);
    }

    /**
     * Where the client was.
     *
     * @param kind {@code country}, {@code internal}, {@code relay} or {@code unknown}
     * @param country ISO 3166-1 alpha-2, null if it has none
     * @param network /24 of IPv4, /48 of IPv6; null if there was no address
     * @param address the client's, null if it is not known
     * @param name of the relay or the special range, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClientOrigin(
            String kind,
            @Nullable String country,
            @Nullable String network,
            @Nullable String address,
            @Nullable String name) {}

    /**
     * What a door told a mail server.
     *
     * @param time when
     * @param verdict {@code accept}, {@code defer} or {@code reject}
     * @param source {@code log}, or {@code fallback} if the door had to answer by itself
     * @param door its name, such as {@code postfix@mx1}
     */
    public record SentAnswer(Instant time, String verdict, String source, String door) {
        public static SentAnswer of(JsonNode document) {
            return new SentAnswer(
                    DocumentMapper.time(document, DocumentFields.TIMESTAMP),
                    at(document, DocumentFields.VERDICT).asString(),
                    at(document, DocumentFields.ANSWER_SOURCE).asString(""),
                    at(document, DocumentFields.ANSWER_DOOR).asString(""));
        }
    }

    /** Starts a decision of which no more is known; its origin has to be set. */
    public static FoundDecisionBuilder builder(Instant time, String id, String account, String verdict) {
        return new FoundDecisionBuilder(time, id, account, verdict);
    }

    /** Starts a copy of this decision. */
    public FoundDecisionBuilder toBuilder() {
        return new FoundDecisionBuilder(this);
    }

    /** What stands in a document of kind {@link DocumentKind#DECISIONS}. */
    public static FoundDecision of(JsonNode document) {
        return builder(
                        DocumentMapper.time(document, DocumentFields.TIMESTAMP),
                        at(document, DocumentFields.DECISION_ID).asString(""),
                        at(document, DocumentFields.USER_NAME).asString(""),
                        at(document, DocumentFields.VERDICT).asString(""))
                .reference(at(document, DocumentFields.REFERENCE).asString(""))
                .eventId(at(document, DocumentFields.EVENT_ID).asString(""))
                .trigger(text(document, DocumentFields.TRIGGER))
                .would(text(document, DocumentFields.WOULD))
                .code(number(document, DocumentFields.SMTP_CODE))
                .enhancedCode(text(document, DocumentFields.SMTP_ENHANCED_CODE))
                .rules(texts(document, DocumentFields.RULE_ID))
                .shadowRules(texts(document, DocumentFields.SHADOW_RULES))
                .flags(texts(document, DocumentFields.FLAGS))
                .origin(new ClientOrigin(
                        at(document, DocumentFields.ORIGIN_KIND).asString(""),
                        text(document, DocumentFields.SOURCE_GEO_COUNTRY_ISO_CODE),
                        text(document, DocumentFields.ORIGIN_NETWORK),
                        text(document, DocumentFields.SOURCE_IP),
                        text(document, DocumentFields.ORIGIN_NAME)))
                .server(text(document, DocumentFields.OBSERVER_NAME))
                .queueId(text(document, DocumentFields.EMAIL_LOCAL_ID))
                .messageId(text(document, DocumentFields.EMAIL_MESSAGE_ID))
                .sender(text(document, DocumentFields.EMAIL_SENDER_ADDRESS))
                .recipientCount(number(document, DocumentFields.MESSAGE_RECIPIENT_COUNT))
                .recipientDomains(texts(document, DocumentFields.MESSAGE_RECIPIENT_DOMAINS))
                .size(
                        at(document, DocumentFields.MESSAGE_SIZE).isNumber()
                                ? at(document, DocumentFields.MESSAGE_SIZE).asLong()
                                : null)
                .grant(text(document, DocumentFields.GRANT_ID))
                .reason(text(document, DocumentFields.EVENT_REASON))
                .evidence(evidence(document))
                .build();
    }

    /** The same with what the door told, if that is known. */
    public FoundDecision answered(@Nullable SentAnswer answer) {
        return toBuilder().told(answer).build();
    }

    /** A field by its name with dots; missing if it is not there. */
    public static JsonNode at(JsonNode document, String field) {
        JsonNode at = document;
        for (String part : field.split("\\.", -1)) {
            at = at.path(part);
        }
        return at;
    }

    private static @Nullable String text(JsonNode document, String field) {
        JsonNode value = at(document, field);
        return value.isString() ? value.asString() : null;
    }

    private static @Nullable Integer number(JsonNode document, String field) {
        JsonNode value = at(document, field);
        return value.isNumber() ? value.asInt() : null;
    }

    /** Rules that weigh signs put the sum into their evidence, under this name. */
    private static @Nullable Double evidence(JsonNode document) {
        @Nullable Double highest = null;
        for (JsonNode finding : at(document, DocumentFields.FINDINGS)) {
            JsonNode sum = finding.path("evidence").path("evidence");
            if (sum.isNumber() && (highest == null || sum.asDouble() > highest)) {
                highest = sum.asDouble();
            }
        }
        return highest;
    }

    private static List<String> texts(JsonNode document, String field) {
        JsonNode value = at(document, field);
        List<String> texts = new ArrayList<>();
        if (value.isString()) {
            texts.add(value.asString());
        }
        value.forEach(one -> texts.add(one.asString()));
        return texts;
    }
}
