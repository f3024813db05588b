package org.sekimori.api.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.SortedSet;
import org.sekimori.grants.Grant;

/** A grant; {@code active} is as of the answer. */
record GrantView(
        String id,
        String from,
        String until,
        SortedSet<String> countries,
        @JsonProperty("opened_by") String openedBy,
        String channel,
        @JsonProperty("opened_at") String openedAt,
        String reason,
        boolean revoked,
        boolean active) {

    static GrantView of(Grant grant, Instant now) {
        return new GrantView(
                grant.id(),
                grant.from().toString(),
                grant.until().toString(),
                grant.countries(),
                grant.openedBy(),
                grant.channel(),
                grant.openedAt().toString(),
                grant.reason(),
                grant.revoked(),
                grant.active(now));
    }
}
