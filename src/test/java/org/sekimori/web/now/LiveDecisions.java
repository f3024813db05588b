package org.sekimori.web.now;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.json.RecordedDecision;

/** Decisions as pages get them while mail is sent. */
final class LiveDecisions {

    private LiveDecisions() {}

    /** @param country of the client, as an ISO 3166-1 code; null if it is unknown */
    static RecordedDecision of(Instant time, String account, String verdict, @Nullable String country) {
        return new RecordedDecision(
                "id",
                "event",
                "K7QX-3M2P",
                time,
                account,
                null,
                verdict,
                null,
                null,
                null,
                List.of(),
                List.of(),
                new RecordedDecision.RecordedOrigin(
                        "country", country, null, null, null, null, null, List.of(), null, null),
                null,
                null,
                List.of(),
                Map.of(),
                "rulebook",
                Map.of(),
                Map.of(),
                null,
                null);
    }
}
