package org.sekimori.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case.Outcome;

/**
 * The time for which submission was closed under a case since it was opened or reopened, by its history.
 *
 * @param since when it was closed the last time; null: it never was
 * @param ended when it was opened again; null: it is closed, or never was
 */
public record CaseHoldPeriod(
        @Nullable Instant since, @Nullable Instant ended) {

    private static final CaseHoldPeriod NEVER = new CaseHoldPeriod(null, null);

    /** Reads it from a case, open or closed. */
    public static CaseHoldPeriod of(Case one) {
        Instant heldAt = one.progress().heldAt();
        if (heldAt == null) {
            return NEVER;
        }
        // Of a long history the line may be gone.
        CaseHoldPeriod now = one.history().stream().anyMatch(step -> step.what().equals("held"))
                ? NEVER
                : new CaseHoldPeriod(heldAt, released(one, heldAt));
        for (CaseHistoryEntry step : one.history()) {
            now = now.after(step, one);
        }
        return now;
    }

    private static @Nullable Instant released(Case one, Instant heldAt) {
        Instant released = one.progress().releasedAt();
        return released == null || released.isBefore(heldAt) ? null : released;
    }

    private CaseHoldPeriod after(CaseHistoryEntry step, Case one) {
        return switch (step.what()) {
            case "held" -> new CaseHoldPeriod(step.time(), null);
            case "reopened" -> NEVER;
            case "released", "hold_ended" -> ended(step.time());
            case "closed" -> one.outcome() == Outcome.FALSE_POSITIVE ? ended(step.time()) : this;
            default -> this;
        };
    }

    private CaseHoldPeriod ended(Instant at) {
        return active() ? new CaseHoldPeriod(since, at) : this;
    }

    /** Whether submission is closed now. */
    public boolean active() {
        return since != null && ended == null;
    }
}
