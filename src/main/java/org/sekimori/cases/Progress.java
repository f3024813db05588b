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
public record Progress(
        @Nullable Instant notifiedAt,
        @Nullable Instant heldAt,
        @Nullable Instant cleanedAt,
        @Nullable Instant passwordChangedAt,
        @Nullable Instant releasedAt,
        @Nullable Instant watchUntil) {

    /** Nothing yet. */
    public static final Progress NONE = new Progress(null, null, null, null, null, null);

    /**
     * Whether the password was changed on a clean device: whoever reads along on the device has the new one, too, if it was
     * changed before.
     */
    public boolean proven() {
        return cleanedAt != null && passwordChangedAt != null && !passwordChangedAt.isBefore(cleanedAt);
    }

    Progress notified(Instant at) {
        return new Progress(at, heldAt, cleanedAt, passwordChangedAt, releasedAt, watchUntil);
    }

    Progress held(Instant at) {
        return new Progress(notifiedAt, at, cleanedAt, passwordChangedAt, null, null);
    }

    Progress cleaned(Instant at) {
        return new Progress(notifiedAt, heldAt, at, passwordChangedAt, releasedAt, watchUntil);
    }

    Progress passwordChanged(Instant at) {
        return new Progress(notifiedAt, heldAt, cleanedAt, at, releasedAt, watchUntil);
    }

    Progress released(Instant at, Instant until) {
        return new Progress(notifiedAt, heldAt, cleanedAt, passwordChangedAt, at, until);
    }

    /**
     * Everything has to be done again: what was proven then proves nothing now. A watch goes on, or the flag that it was for would
     * give the intruder the usual limits back.
     */
    Progress again() {
        return new Progress(null, heldAt, null, null, null, watchUntil);
    }

    Progress unwatched() {
        return new Progress(notifiedAt, heldAt, cleanedAt, passwordChangedAt, releasedAt, null);
    }
}
