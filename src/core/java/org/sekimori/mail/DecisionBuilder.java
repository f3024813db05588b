package org.sekimori.mail;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision.Refusal;
import org.sekimori.mail.Decision.Shadow;

/** Builds a decision one component at a time; the components are described by {@link Decision}. */
public final class DecisionBuilder {

    private final String id;
    private @Nullable String eventId;
    private @Nullable String reference;
    private final Instant time;
    private final Account account;
    private final Verdict verdict;
    private @Nullable Verdict would;
    private List<Finding> findings = List.of();
    private List<String> flags = List.of();
    private @Nullable Origin origin;
    private @Nullable String grant;
    private @Nullable String home;
    private List<String> labels = List.of();
    private SortedMap<String, Double> signs = new TreeMap<>();
    private @Nullable String rulebook;
    private SubmissionCounters counters = SubmissionCounters.ZERO;
    private @Nullable Refusal refusal;
    private @Nullable Shadow shadow;
    private EventKind trigger = EventKind.ATTEMPT;

    DecisionBuilder(String id, Instant time, Account account, Verdict verdict) {
        this.id = id;
        this.time = time;
        this.account = account;
        this.verdict = verdict;
    }

    public DecisionBuilder eventId(String value) {
        eventId = value;
        return this;
    }

    public DecisionBuilder reference(String value) {
        reference = value;
        return this;
    }

    public DecisionBuilder would(@Nullable Verdict value) {
        would = value;
        return this;
    }

    public DecisionBuilder findings(List<Finding> value) {
        findings = value;
        return this;
    }

    public DecisionBuilder flags(List<String> value) {
        flags = value;
        return this;
    }

    public DecisionBuilder origin(Origin value) {
        origin = value;
        return this;
    }

    public DecisionBuilder grant(@Nullable String value) {
        grant = value;
        return this;
    }

    public DecisionBuilder home(@Nullable String value) {
        home = value;
        return this;
    }

    public DecisionBuilder labels(List<String> value) {
        labels = value;
        return this;
    }

    public DecisionBuilder signs(SortedMap<String, Double> value) {
        signs = value;
        return this;
    }

    public DecisionBuilder rulebook(String value) {
        rulebook = value;
        return this;
    }

    public DecisionBuilder counters(SubmissionCounters value) {
        counters = value;
        return this;
    }

    public DecisionBuilder refusal(@Nullable Refusal value) {
        refusal = value;
        return this;
    }

    public DecisionBuilder shadow(@Nullable Shadow value) {
        shadow = value;
        return this;
    }

    /** The kind of the event; a submission unless set. */
    public DecisionBuilder trigger(EventKind value) {
        trigger = value;
        return this;
    }

    /**
     * The decision.
     *
     * @throws NullPointerException if the event's id, the reference, the origin or the rulebook is missing
     */
    public Decision build() {
        return new Decision(
                id,
                Objects.requireNonNull(eventId, "eventId"),
                Objects.requireNonNull(reference, "reference"),
                time,
                account,
                verdict,
                would,
                findings,
                flags,
                Objects.requireNonNull(origin, "origin"),
                grant,
                home,
                labels,
                signs,
                Objects.requireNonNull(rulebook, "rulebook"),
                counters,
                refusal,
                shadow,
                trigger);
    }
}
