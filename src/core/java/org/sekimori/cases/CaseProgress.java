package org.sekimori.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has been done about a case, each the last time; null: not yet.
 *
 * @param notifiedAt when the customer was told
 * @param heldAt when submission was closed
 * @param cleanedAt when the device was said to be clean
 * @param passwordChangedAt when the password was changed, before or after the cleaning
 * @param releasedAt when submission was opened again
 * @param watchUntil until when the account is watched more strictly
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
     * Whether the password was changed on a clean device: whoever reads along on the device has the new one, too, if it was
     * changed before.
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
     * Everything has to be done again: what was proven then proves nothing now. A watch goes on, or the flag that it was for would
     * give the intruder the usual limits back.
     */
    CaseProgress again() {
        return new CaseProgress(null, heldAt, null, null, null, watchUntil);
    }

    CaseProgress unwatched() {
        return new CaseProgress(notifiedAt, heldAt, cleanedAt, passwordChangedAt, releasedAt, null);
    }
}
