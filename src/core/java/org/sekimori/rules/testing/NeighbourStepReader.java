package org.sekimori.rules.testing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.neighbours.SharedKey;
import org.sekimori.neighbours.SharedKeys;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;

/** Reads what an account is told of its neighbours in a rule test: one of the shared keys, and counts. */
final class NeighbourStepReader {

    /** The shared keys, of which an entry has one, and the counts. */
    static final String[] KEYS = {
        "at",
        "what",
        "network",
        "asn",
        "address",
        "helo",
        "sender_domain",
        "domain",
        "recipients",
        "flagged",
        "flagged_at",
        "harmless",
        "crowded",
        "failed_hour",
        "failed_day",
        "day",
        "sent_hour",
        "sent_day",
        "recipients_hour",
        "recipients_day"
    };

    private static final int MOST_COUNT = 1_000_000_000;
    private static final long HOUR = 3600;

    private NeighbourStepReader() {}

    static NeighbourNews read(YamlMap entry, Account account, Instant at) throws RulebookException {
        Instant flaggedAt = entry.has("flagged_at") ? RuleTestEntryReader.time(entry, "flagged_at") : at;
        int flagged = entry.number("flagged", 0, 0, NeighbourNews.MOST_EVIDENCE);
        return new NeighbourNews(
                account,
                key(entry, account, at),
                at,
                new ArrayList<>(Collections.nCopies(flagged, flaggedAt.getEpochSecond() / HOUR)),
                entry.number("harmless", 0, 0, NeighbourNews.MOST_HARMLESS),
                entry.has("crowded") && RuleTest.flag(entry, "crowded"),
                count(entry, "failed_hour"),
                count(entry, "failed_day"),
                day(entry, at),
                count(entry, "sent_hour"),
                count(entry, "sent_day"),
                count(entry, "recipients_hour"),
                count(entry, "recipients_day"));
    }

    private static int count(YamlMap entry, String key) throws RulebookException {
        return entry.number(key, 0, 0, MOST_COUNT);
    }

    /** The day of the sums; where a test names none, that of the entry in UTC. */
    private static long day(YamlMap entry, Instant at) throws RulebookException {
        if (!entry.has("day")) {
            return LocalDate.ofInstant(at, ZoneOffset.UTC).toEpochDay();
        }
        try {
            return LocalDate.parse(entry.text("day")).toEpochDay();
        } catch (DateTimeParseException e) {
            throw entry.wrong("day", "must be a day such as 2026-06-01");
        }
    }

    private static SharedKey key(YamlMap entry, Account account, Instant at) throws RulebookException {
        List<String> named = KeyKind.words().stream().filter(entry::has).toList();
        if (named.size() != 1) {
            throw entry.wrong(
                    "what", "of neighbours needs exactly one of " + String.join(", ", KeyKind.words()) + " beside it");
        }
        KeyKind kind = Objects.requireNonNull(KeyKind.of(named.get(0)));
        if (kind == KeyKind.RECIPIENTS) {
            return list(entry, account, at);
        }
        return SharedKey.of(kind, entry.text(named.get(0)));
    }

    /** A list as the submission has it to the same people; any one of its keys stands for it. */
    private static SharedKey list(YamlMap entry, Account account, Instant at) throws RulebookException {
        List<String> recipients = entry.texts("recipients").stream()
                .map(RuleTestEntryReader::recipient)
                .toList();
        MailEvent message = MailEvent.builder("0", at, EventKind.ATTEMPT, account)
                .recipients(recipients)
                .recipientCount(recipients.size())
                .build();
        List<SharedKey> keys = SharedKeys.of(message, Set.of(KeyKind.RECIPIENTS));
        if (keys.isEmpty()) {
            throw entry.wrong("recipients", "must have at least " + SharedKeys.LEAST_RECIPIENTS + " different names");
        }
        return keys.get(0);
    }
}
