package org.sekimori.followup;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.followup.channels.SmtpSettings;
import org.sekimori.followup.channels.WebhookSettings;

/**
 * Who is told, and how much.
 *
 * @param smtp the mail server, null: no mail is sent
 * @param desk addresses of the desk, empty: it gets no mail
 * @param deskLanguage of the desk's mails
 * @param webhooks receivers, may be empty
 * @param perHour most notices of all kinds within any hour, attempts counted; at least {@link #LEAST_PER_HOUR}
 * @param publicUrl where customers reach this service, without a slash at its end; null: mails carry no link
 * @param backoff when to try again
 * @param precision says when a rule is imprecise; asked anew each time, the rulebook may have changed
 */
public record FollowupSettings(
        @Nullable SmtpSettings smtp,
        List<String> desk,
        Locale deskLanguage,
        List<WebhookSettings> webhooks,
        int perHour,
        @Nullable String publicUrl,
        Backoff backoff,
        Supplier<RulePrecisionThreshold> precision) {

    /** Smallest number of notices an hour: each channel of the desk has a place for its digest. */
    public static final int LEAST_PER_HOUR = 20;

    public FollowupSettings {
        desk = List.copyOf(desk);
        webhooks = List.copyOf(webhooks);
    }

    /** Whether anybody is told at all. */
    public boolean on() {
        return smtp != null || !webhooks.isEmpty();
    }
}
