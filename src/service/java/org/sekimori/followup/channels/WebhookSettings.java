package org.sekimori.followup.channels;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of webhooks.
 *
 * @param name its name in the ledger, meters and logs: letters, digits and {@code -}
 * @param url where it listens: https, or http on this machine
 * @param form what it understands
 * @param secret file with the secret that signs, null: nothing is signed
 * @param routingKey file with the integration key of PagerDuty, null for the other forms
 * @param kinds what it is told
 */
public record WebhookSettings(
        String name,
        URI url,
        Form form,
        @Nullable Path secret,
        @Nullable Path routingKey,
        Set<NoticeKind> kinds) {

    /** What a receiver understands. */
    public enum Form {
        /** JSON as {@code docs/notices.md} describes it. */
        GENERIC,
        /** An incoming webhook of Slack, or of what copies it. */
        SLACK,
        /** Events API v2 of PagerDuty. */
        PAGERDUTY
    }

    /** What a receiver can be told: everything but what is between us and a customer. */
    public static final Set<NoticeKind> POSSIBLE = EnumSet.of(
            NoticeKind.CASE_OPENED,
            NoticeKind.NO_CONTACT,
            NoticeKind.RELEASED,
            NoticeKind.CASE_CLOSED,
            NoticeKind.DIGEST,
            NoticeKind.RULE_IMPRECISE);

    public WebhookSettings {
        kinds = Set.copyOf(kinds);
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "name must be 1 to 40 small letters, digits and '-', not '" + name + "'");
        }
        if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && loopback(url.getHost()))) {
            throw new IllegalArgumentException("url must begin with https://, or with http:// on this machine");
        }
        if (!POSSIBLE.containsAll(kinds)) {
            throw new IllegalArgumentException("kinds must be among "
                    + POSSIBLE.stream().map(NoticeKind::word).toList());
        }
        if ((form == Form.PAGERDUTY) != (routingKey != null)) {
            throw new IllegalArgumentException("routing-key-file is for the form pagerduty, which needs it");
        }
    }

    /** By its own text: what a name means may be another machine at the next look-up, and the text would go there in clear. */
    private static boolean loopback(@Nullable String host) {
        return host != null
                && (host.equalsIgnoreCase("localhost")
                        || host.equals("[::1]")
                        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}"));
    }

    /** Whether it is told this: whoever follows what was opened to {@code released} hears of every end. */
    public boolean wants(NoticeKind kind) {
        return kinds.contains(kind) || (kind == NoticeKind.CASE_CLOSED && kinds.contains(NoticeKind.RELEASED));
    }

    /** How the ledger calls it. */
    public String to() {
        return "webhook:" + name;
    }
}
