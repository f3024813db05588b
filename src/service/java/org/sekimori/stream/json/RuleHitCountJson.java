package org.sekimori.stream.json;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RuleHitCount;

/** The records of {@code rule-counts}: how often a rule matched since this was last said. */
public final class RuleHitCountJson {

    private RuleHitCountJson() {}

    private record Form(@Nullable Instant time, String rule, String role, long hits, long refusals, long flags) {

        RuleHitCount count() {
            return new RuleHitCount(rule, RuleHitCount.Role.of(role), hits, refusals, flags);
        }
    }

    public static byte[] write(RuleHitCount count, Instant time) {
        return ColdRecords.write(
                new Form(time, count.rule(), count.role().word(), count.hits(), count.refusals(), count.flags()));
    }

    /**
     * Reads what {@link #write} wrote, without the time.
     *
     * @throws UnreadableRecordException if something is missing
     */
    public static RuleHitCount read(byte @Nullable [] bytes) {
        return ColdRecords.read(bytes, Form.class, "a count", Form::count);
    }
}
