package org.sekimori.stream.json;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Hold;

/** The records of {@code holds}: the hold of an account. */
public final class HoldJson {

    private HoldJson() {}

    private record Form(String by, Instant since, @Nullable Instant until, String reason) {

        Hold hold() {
            return new Hold(by, since, until, reason);
        }
    }

    public static byte[] write(Hold hold) {
        return ColdRecords.write(new Form(hold.by(), hold.since(), hold.until(), hold.reason()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableRecordException if something is missing
     */
    public static Hold read(byte @Nullable [] bytes) {
        return ColdRecords.read(bytes, Form.class, "a hold", Form::hold);
    }
}
