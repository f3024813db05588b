package org.sekimori.followup.channels;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of webhooks.
 *
 * @param name its name in the outbox, meters and logs: letters, digits and {@code -}
 * @param url its address: https, or http on this machine
 * @param form its format
 * @param secret file with the signing secret; null: unsigned
 * @param routingKey file with the integration key of PagerDuty; null for the other formats
 * @param kinds kinds of notices that it gets
 */
public record WebhookSettings(
        String name,
        URI url,
        Form form,
        @Nullable Path secret,
        @Nullable Path routingKey,
        Set<NoticeKind> kinds) {

    /** Formats of receivers. */
    public enum Form {
        /** JSON as {@code docs/notices.md} describes it. */
        GENERIC,
        /** An incoming webhook of Slack or a compatible service. */
        SLACK,
        /** Events API v2 of PagerDuty. */
        PAGERDUTY
    }

    /** Kinds that a receiver can get: all but those between provider and customer. */
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

    /** Loopback by its text: a name may resolve to another machine later, and the text would go there in clear. */
    private static boolean loopback(@Nullable String host) {
        return host != null
                && (host.equalsIgnoreCase("localhost")
                        || host.equals("[::1]")
                        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}"));
    }

    /** Whether it gets this kind: a receiver of {@code released} gets every end. */
    public boolean wants(NoticeKind kind) {
        return kinds.contains(kind) || (kind == NoticeKind.CASE_CLOSED && kinds.contains(NoticeKind.RELEASED));
    }

    /** Its name in the outbox. */
    public String to() {
        return "webhook:" + name;
    }
}
