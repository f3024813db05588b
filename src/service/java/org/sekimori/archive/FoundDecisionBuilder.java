package org.sekimori.archive;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.FoundDecision.ClientOrigin;
import org.sekimori.archive.FoundDecision.SentAnswer;

/** Builds a decision that was found one component at a time; the components are described and checked by {@link FoundDecision}. */
public final class FoundDecisionBuilder {

    private final Instant time;
    private String reference = "";
    private final String id;
    private String eventId = "";
    private final String account;
    private final String verdict;
    private @Nullable String trigger;
    private @Nullable String would;
    private @Nullable Integer code;
    private @Nullable String enhancedCode;
    private List<String> rules = List.of();
    private List<String> shadowRules = List.of();
    private List<String> flags = List.of();
    private @Nullable ClientOrigin origin;
    private @Nullable String server;
    private @Nullable String queueId;
    private @Nullable String messageId;
    private @Nullable String sender;
    private @Nullable Integer recipientCount;
    private List<String> recipientDomains = List.of();
    private @Nullable Long size;
    private @Nullable String grant;
    private @Nullable SentAnswer answer;
    private @Nullable String reason;
    private @Nullable Double evidence;

    FoundDecisionBuilder(Instant time, String id, String account, String verdict) {
        this.time = time;
        this.id = id;
        this.account = account;
        this.verdict = verdict;
    }

    FoundDecisionBuilder(FoundDecision from) {
        time = from.time();
        reference = from.reference();
        id = from.id();
        eventId = from.eventId();
        account = from.account();
        verdict = from.verdict();
        trigger = from.trigger();
        would = from.would();
        code = from.code();
        enhancedCode = from.enhancedCode();
        rules = from.rules();
        shadowRules = from.shadowRules();
        flags = from.flags();
        origin = from.origin();
        server = from.server();
        queueId = from.queueId();
        messageId = from.messageId();
        sender = from.sender();
        recipientCount = from.recipientCount();
        recipientDomains = from.recipientDomains();
        size = from.size();
        grant = from.grant();
        answer = from.told();
        reason = from.reason();
        evidence = from.evidence();
    }

    public FoundDecisionBuilder reference(String value) {
        reference = value;
        return this;
    }

    public FoundDecisionBuilder eventId(String value) {
        eventId = value;
        return this;
    }

    public FoundDecisionBuilder trigger(@Nullable String value) {
        trigger = value;
        return this;
    }

    public FoundDecisionBuilder would(@Nullable String value) {
        would = value;
        return this;
    }

    public FoundDecisionBuilder code(@Nullable Integer value) {
        code = value;
        return this;
    }

    public FoundDecisionBuilder enhancedCode(@Nullable String value) {
        enhancedCode = value;
        return this;
    }

    public FoundDecisionBuilder rules(List<String> value) {
        rules = value;
        return this;
    }

    public FoundDecisionBuilder shadowRules(List<String> value) {
        shadowRules = value;
        return this;
    }

    public FoundDecisionBuilder flags(List<String> value) {
        flags = value;
        return this;
    }

    public FoundDecisionBuilder origin(ClientOrigin value) {
        origin = value;
        return this;
    }

    public FoundDecisionBuilder server(@Nullable String value) {
        server = value;
        return this;
    }

    public FoundDecisionBuilder queueId(@Nullable String value) {
        queueId = value;
        return this;
    }

    public FoundDecisionBuilder messageId(@Nullable String value) {
        messageId = value;
        return this;
    }

    public FoundDecisionBuilder sender(@Nullable String value) {
        sender = value;
        return this;
    }

    public FoundDecisionBuilder recipientCount(@Nullable Integer value) {
        recipientCount = value;
        return this;
    }

    public FoundDecisionBuilder recipientDomains(List<String> value) {
        recipientDomains = value;
        return this;
    }

    public FoundDecisionBuilder size(@Nullable Long value) {
        size = value;
        return this;
    }

    public FoundDecisionBuilder grant(@Nullable String value) {
        grant = value;
        return this;
    }

    public FoundDecisionBuilder told(@Nullable SentAnswer value) {
        answer = value;
        return this;
    }

    public FoundDecisionBuilder reason(@Nullable String value) {
        reason = value;
        return this;
    }

    public FoundDecisionBuilder evidence(@Nullable Double value) {
        evidence = value;
        return this;
    }

    /** The decision. */
    public FoundDecision build() {
        return new FoundDecision(
                time,
                reference,
                id,
                eventId,
                account,
                verdict,
                trigger,
                would,
                code,
                enhancedCode,
                rules,
                shadowRules,
                flags,
                Objects.requireNonNull(origin, "origin"),
                server,
                queueId,
                messageId,
                sender,
                recipientCount,
                recipientDomains,
                size,
                grant,
                answer,
                reason,
                evidence);
    }
}
