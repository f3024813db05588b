package org.sekimori.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When each measure was last taken; null: not yet.
 *
 * @param notifiedAt the customer was notified
 * @param heldAt submission was closed
 * @param cleanedAt the device was reported clean
 * @param passwordChangedAt the password was changed, before or after the cleaning
 * @param releasedAt submission was reopened
 * @param watchUntil end of the stricter watch
 */
public record CaseProgress(
        @Nullable Instant notifiedAt,
        @Nullable Instant heldAt,
        @Nullable Instant cleanedAt,
        @Nullable Instant passwordChangedAt,
        @Nullable Instant releasedAt,
        @Nullable Instant watchUntil) {

    /** Nothing yet. */
    public static final CaseProgress NONE = new CaseProgress(null, null, null, null, null, null);

    /**
     * Whether the password was changed on a clean device. A password that was changed before the cleaning is known to the
     * intruder.
     */
    public boolean proven() {
        return cleanedAt != null && passwordChangedAt != null && !passwordChangedAt.isBefore(cleanedAt);
    }

    CaseProgress notified(Instant at) {
        return new CaseProgress(at, heldAt, cleanedAt, passwordChangedAt, releasedAt, watchUntil);
    }

    CaseProgress held(Instant at) {
        return new CaseProgress(notifiedAt, at, cleanedAt, passwordChangedAt, null, null);
    }

    CaseProgress cleaned(Instant at) {
        return new CaseProgress(notifiedAt, heldAt, at, passwordChangedAt, releasedAt, watchUntil);
    }

    CaseProgress passwordChanged(Instant at) {
        return new CaseProgress(notifiedAt, heldAt, cleanedAt, at, releasedAt, watchUntil);
    }

    CaseProgress released(Instant at, Instant until) {
        return new CaseProgress(notifiedAt, heldAt, cleanedAt, passwordChangedAt, at, until);
    }

    /**
     * Clears all proof, so that every measure is due again. A running watch continues: without it, the flag that it led to would
     * give the intruder the usual limits back.
     */
    CaseProgress again() {
        return new CaseProgress(null, heldAt, null, null, null, watchUntil);
    }

    CaseProgress unwatched() {
        return new CaseProgress(notifiedAt, heldAt, cleanedAt, passwordChangedAt, releasedAt, null);
    }
}
