package org.sekimori.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.mail.Counters;

/**
 * What one account is used to, as far as rules ask for it; a value, replaced as a whole.
 *
 * @param counters everything since the account is known
 * @param window what was accepted in the last 24 hours
 * @param lastSeen time of the newest submission
 */
public record Profile(Counters counters, SendWindow window, Instant lastSeen) {

    /** An account that was never seen. */
    public static final Profile NEW = new Profile(Counters.ZERO, SendWindow.EMPTY, Instant.EPOCH);

    /** After an accepted submission. */
    public Profile accepted(Instant time, int recipients) {
        Counters sum = new Counters(
                counters.acceptedMessages() + 1,
                counters.acceptedRecipients() + recipients,
                counters.refusedMessages());
        return new Profile(sum, window.plus(time, recipients), later(time));
    }

    /** After a refused submission; it uses no quota. */
    public Profile refused(Instant time) {
        Counters sum = new Counters(
                counters.acceptedMessages(), counters.acceptedRecipients(), counters.refusedMessages() + 1);
        return new Profile(sum, window, later(time));
    }

    /** The figures that are shown with a refusal, by name. */
    public Map<String, Number> figures(Instant now) {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("sent_1h", window.messages(now, Duration.ofHours(1)));
        figures.put("sent_24h", window.messages(now, Duration.ofHours(24)));
        figures.put("recipients_1h", window.recipients(now, Duration.ofHours(1)));
        figures.put("recipients_24h", window.recipients(now, Duration.ofHours(24)));
        return figures;
    }

    /** Writes the profile without a version of its own: whoever embeds it writes one. */
    public void write(PackedWriter out) {
        out.number(counters.acceptedMessages())
                .number(counters.acceptedRecipients())
                .number(counters.refusedMessages())
                .signed(lastSeen.getEpochSecond());
        window.write(out);
    }

    /** Reads what {@link #write} wrote. */
    public static Profile read(PackedReader in) {
        Counters counters = new Counters(in.number(), in.number(), in.number());
        Instant lastSeen = Instant.ofEpochSecond(in.signed());
        return new Profile(counters, SendWindow.read(in), lastSeen);
    }

    private Instant later(Instant time) {
        return Instant.ofEpochSecond(Math.max(lastSeen.getEpochSecond(), time.getEpochSecond()));
    }
}
