package org.sekimori.stream.json;

import java.time.Instant;

/** The records of {@code dead-letters}. */
public final class DeadLetterJson {

    private DeadLetterJson() {}

    private record Form(Instant time, String source, String reason, String payload) {}

    /**
     * A dead letter.
     *
     * @param source where it came from, such as {@code inbox-3@128} or {@code postfix 127.0.0.1:41230}
     * @param reason what is wrong with it
     * @param payload what came, its personal parts redacted
     */
    public static byte[] write(Instant time, String source, String reason, String payload) {
        return ColdRecords.write(new Form(time, source, reason, payload));
    }
}
