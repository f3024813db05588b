package org.sekimori.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Finding.Severity;

/** Builds a case one component at a time; the components are described and checked by {@link Case}. */
public final class CaseBuilder {

    private final String id;
    private int version = 1;
    private Case.State state = Case.State.FLAGGED;
    private Severity severity;
    private String reference = "";
    private final Instant openedAt;
    private Instant since;
    private List<RuleHits> rules = List.of();
    private long messagesOut;
    private long recipientsOut;
    private long quarantined;
    private List<String> cleared = List.of();
    private boolean doubt;
    private CaseProgress progress = CaseProgress.NONE;
    private @Nullable String assignee;
    private int reopened;
    private @Nullable CaseJudgement judgement;
    private List<CaseHistoryEntry> history = List.of();

    CaseBuilder(String id, Severity severity, Instant openedAt) {
        this.id = id;
        this.severity = severity;
        this.openedAt = openedAt;
        since = openedAt;
    }

    CaseBuilder(Case from) {
        id = from.id();
        version = from.version();
        state = from.state();
        severity = from.severity();
        reference = from.reference();
        openedAt = from.openedAt();
        since = from.since();
        rules = from.rules();
        messagesOut = from.messagesOut();
        recipientsOut = from.recipientsOut();
        quarantined = from.quarantined();
        cleared = from.cleared();
        doubt = from.doubt();
        progress = from.progress();
        assignee = from.assignee();
        reopened = from.reopened();
        judgement = from.judgement();
        history = from.history();
    }

    public CaseBuilder version(int value) {
        version = value;
        return this;
    }

    public CaseBuilder state(Case.State value) {
        state = value;
        return this;
    }

    public CaseBuilder severity(Severity value) {
        severity = value;
        return this;
    }

    public CaseBuilder reference(String value) {
        reference = value;
        return this;
    }

    public CaseBuilder since(Instant value) {
        since = value;
        return this;
    }

    public CaseBuilder rules(List<RuleHits> value) {
        rules = value;
        return this;
    }

    public CaseBuilder messagesOut(long value) {
        messagesOut = value;
        return this;
    }

    public CaseBuilder recipientsOut(long value) {
        recipientsOut = value;
        return this;
    }

    public CaseBuilder quarantined(long value) {
        quarantined = value;
        return this;
    }

    public CaseBuilder cleared(List<String> value) {
        cleared = value;
        return this;
    }

    public CaseBuilder doubt(boolean value) {
        doubt = value;
        return this;
    }

    public CaseBuilder progress(CaseProgress value) {
        progress = value;
        return this;
    }

    public CaseBuilder assignee(@Nullable String value) {
        assignee = value;
        return this;
    }

    public CaseBuilder reopened(int value) {
        reopened = value;
        return this;
    }

    public CaseBuilder judgement(@Nullable CaseJudgement value) {
        judgement = value;
        return this;
    }

    public CaseBuilder history(List<CaseHistoryEntry> value) {
        history = value;
        return this;
    }

    /** The case. */
    public Case build() {
        return new Case(
                id,
                version,
                state,
                severity,
                reference,
                openedAt,
                since,
                rules,
                messagesOut,
                recipientsOut,
                quarantined,
                cleared,
                doubt,
                progress,
                assignee,
                reopened,
                judgement,
                history);
    }
}
