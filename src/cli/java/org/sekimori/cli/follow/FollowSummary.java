package org.sekimori.cli.follow;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.source.LineCounts;
import org.sekimori.follow.source.LogReading;
import org.sekimori.mail.EventKind;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.EscapedText;

/** Sums up what was read. */
final class FollowSummary {

    /** Most names that are told apart; beyond that the counts are too low. */
    private static final int MOST = 1_000_000;

    private final String server;
    private final Map<EventKind, Long> kinds = new EnumMap<>(EventKind.class);
    private final Set<String> accounts = new HashSet<>();
    private final Set<String> messages = new HashSet<>();
    private long bouncedRecipients;

    FollowSummary(String server) {
        this.server = server;
    }

    synchronized void add(LogEvent event) {
        kinds.merge(event.kind(), 1L, Long::sum);
        if (accounts.size() < MOST) {
            accounts.add(event.account().toLowerCase(Locale.ROOT));
        }
        boolean sent = event.kind() == EventKind.ATTEMPT || event.kind() == EventKind.ACCEPTED;
        if (sent && event.queueId() != null && messages.size() < MOST) {
            messages.add(event.queueId());
        }
        if (event.kind() == EventKind.BOUNCED) {
            bouncedRecipients += Math.max(1, event.recipientCount());
        }
    }

    synchronized void print(LogReading reading, PrintWriter out) {
        LineCounts counts = reading.counts();
        out.println();
        out.println(CountPhrase.of(counts.lines(), "line") + ":");
        row(out, "understood", counts.understood());
        row(out, "ignored", counts.ignored());
        row(out, "not understood", counts.notUnderstood());
        row(out, "of other programs", counts.foreign());
        List<String> samples = reading.samples();
        if (!samples.isEmpty()) {
            out.println("Not understood, personal parts masked:");
            samples.forEach(sample -> out.println("  " + EscapedText.of(sample)));
        }
        String events = kinds.entrySet().stream()
                .map(one -> String.format(Locale.ROOT, "%s %,d", one.getKey().word(), one.getValue()))
                .collect(Collectors.joining(", "));
        out.println("Events: " + (events.isEmpty() ? "none" : events));
        out.println(CountPhrase.of(messages.size(), "message") + ", "
                + CountPhrase.of(accounts.size(), "account") + ", "
                + CountPhrase.of(bouncedRecipients, "recipient") + " bounced, "
                + CountPhrase.of(reading.open(), "message") + " still open");
        if (counts.lines() > 0 && counts.understood() == 0) {
            out.println("Nothing of it is " + server + "'s with a log-in. Is it the log of such a server?");
        }
    }

    private static void row(PrintWriter out, String what, long count) {
        out.println(String.format(Locale.ROOT, "  %-18s %,d", what, count));
    }
}
