package org.sekimori.followup;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.followup.channels.SmtpSettings;
import org.sekimori.followup.channels.WebhookSettings;

/**
 * Settings of notices.
 *
 * @param smtp the mail server; null: no mail is sent
 * @param desk addresses of the abuse team; empty: it gets no mail
 * @param deskLanguage language of its mails
 * @param webhooks receivers, may be empty
 * @param perHour most notices of all kinds within any hour, attempts counted; at least {@link #LEAST_PER_HOUR}
 * @param publicUrl this service's address for customers, without a slash at its end; null: mails carry no link
 * @param backoff backoff between attempts
 * @param precision threshold of imprecise rules; supplied anew each time, since the rulebook may change
 */
public record FollowupSettings(
        @Nullable SmtpSettings smtp,
        List<String> desk,
        Locale deskLanguage,
        List<WebhookSettings> webhooks,
        int perHour,
        @Nullable String publicUrl,
        NoticeRetryPolicy backoff,
        Supplier<RulePrecisionThreshold> precision) {

    /** Smallest limit per hour: each channel of the abuse team has a place for its digest. */
    public static final int LEAST_PER_HOUR = 20;

    public FollowupSettings {
        desk = List.copyOf(desk);
        webhooks = List.copyOf(webhooks);
    }

    /** Whether notices are sent at all. */
    public boolean on() {
        return smtp != null || !webhooks.isEmpty();
    }
}
