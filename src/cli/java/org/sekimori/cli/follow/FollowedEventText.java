package org.sekimori.cli.follow;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.sekimori.follow.LogEvent;
import org.sekimori.mail.EventKind;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.EscapedText;

/** An event of a log in a line for people. Recipients are counted, not named. */
final class FollowedEventText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private FollowedEventText() {}

    static String line(LogEvent event, ZoneId zone) {
        StringBuilder line = new StringBuilder();
        line.append(TIME.format(event.time().atZone(zone)));
        line.append(String.format(Locale.ROOT, "  %-14s  %-30s", event.kind().word(), event.account()));
        if (event.clientAddress() != null) {
            line.append("  from ").append(event.clientAddress());
        }
        int recipients = Math.max(event.recipientCount(), event.recipients().size());
        if (recipients > 0 && event.kind() != EventKind.AUTH_FAILED && event.kind() != EventKind.AUTH_SUCCEEDED) {
            line.append("  ").append(CountPhrase.of(recipients, "recipient"));
        }
        if (event.statusCode() != null) {
            line.append("  ").append(event.statusCode());
        }
        if (event.beforeQueue()) {
            line.append("  before the queue");
        }
        if (event.queueId() != null) {
            line.append("  ").append(event.queueId());
        }
        return EscapedText.of(line.toString()).stripTrailing();
    }
}
