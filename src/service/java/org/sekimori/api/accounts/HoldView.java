package org.sekimori.api.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Hold;

/**
 * Whether submission is closed for an account. Only lists give author, time and reason: the answer to a command precedes the
 * projection.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HoldView(
        String account,
        boolean held,
        @Nullable String by,
        @Nullable String since,
        @Nullable String until,
        @Nullable String reason) {

    /** Holds of many accounts, in the order of their names. */
    record All(List<HoldView> holds) {}

    static HoldView of(String account, Hold hold) {
        return new HoldView(account, true, hold.by(), hold.since().toString(), text(hold.until()), hold.reason());
    }

    /** After a command: it keeps the beginning that it has. */
    static HoldView placed(String account, @Nullable Instant until) {
        return new HoldView(account, true, null, null, text(until), null);
    }

    static HoldView bare(String account, boolean held) {
        return new HoldView(account, held, null, null, null, null);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
