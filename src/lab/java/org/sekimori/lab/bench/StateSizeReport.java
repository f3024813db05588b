package org.sekimori.lab.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.Profile;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.rules.Rulebook;

/** Size of the state of synthetic accounts: a person's, a newsletter's, and one that does everything at once. */
final class StateSizeReport {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final int DAYS = 35;

    private final Rulebook rulebook;
    private final SplittableRandom random = new SplittableRandom(1);
    private @Nullable AccountState state;
    private int serial;

    private StateSizeReport(Rulebook rulebook) {
        this.rulebook = rulebook;
    }

    static void print(Rulebook rulebook, PrintStream out) {
        out.printf("  %s%n", line("a person", new StateSizeReport(rulebook).person()));
        out.printf("  %s%n", line("a newsletter", new StateSizeReport(rulebook).newsletter()));
        out.printf("  %s%n%n", line("the worst", new StateSizeReport(Rulebook.NONE).worst()));
    }

    private static String line(String who, AccountState state) {
        BinaryStateWriter profile = new BinaryStateWriter();
        state.profile().write(profile);
        return String.format(
                "%-13s profile %,5d octets, whole state %,5d   (profile at most %,d)",
                who, profile.toBytes().length, AccountStateCodec.encode(state).length, Profile.MAX_OCTETS);
    }

    /** Two or three messages a day to some of forty people, from three networks. */
    private AccountState person() {
        try (StepEngine engine = new StepEngine(rulebook)) {
            for (int day = 0; day < DAYS; day++) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    Instant time = START.plus(Duration.ofDays(day)).plusSeconds(random.nextInt(80_000));
                    submit(engine, time, random.nextInt(3), 1 + random.nextInt(2), 40);
                }
            }
            return kept();
        }
    }

    /** Three messages to 400 people every day, from one network. */
    private AccountState newsletter() {
        try (StepEngine engine = new StepEngine(rulebook)) {
            for (int day = 0; day < DAYS; day++) {
                for (int i = 0; i < 3; i++) {
                    submit(engine, START.plus(Duration.ofDays(day)).plusSeconds(i * 600L), 0, 400, 100_000);
                }
            }
            return kept();
        }
    }

    /** Under no rules, all day for 35 days: from everywhere, to everybody, with failures and bounces. */
    private AccountState worst() {
        try (StepEngine engine = new StepEngine(rulebook)) {
            for (int day = 0; day < DAYS; day++) {
                int step = day < DAYS - 2 ? 1800 : 20;
                for (int second = 0; second < 86_400; second += step) {
                    Instant time = START.plus(Duration.ofDays(day)).plusSeconds(second);
                    submit(engine, time, random.nextInt(5000), 200, 100_000);
                    heard(engine, time.plusSeconds(1), EventKind.BOUNCED, serial);
                    heard(engine, time.plusSeconds(2), EventKind.AUTH_FAILED, serial);
                }
            }
            return kept();
        }
    }

    private AccountState kept() {
        AccountState known = state;
        if (known == null) {
            throw new IllegalStateException("nothing was kept");
        }
        return known;
    }

    private void submit(StepEngine engine, Instant time, int network, int recipientCount, int people) {
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < recipientCount; i++) {
            recipients.add("k-" + random.nextInt(people) + "@example.net");
        }
        serial++;
        step(engine, event(time, EventKind.ATTEMPT, network, recipients, serial));
    }

    private void heard(StepEngine engine, Instant time, EventKind kind, int about) {
        step(engine, event(time, kind, random.nextInt(5000), List.of("k-0@example.net"), about));
    }

    private void step(StepEngine engine, MailEvent event) {
        state = engine.step(state, new LogEntry.Mail(event)).state();
    }

    private static MailEvent event(Instant time, EventKind kind, int network, List<String> recipients, int about) {
        ClientAddress address = ClientAddress.ofIpv4(0x85010000L + network * 256L + about % 200);
        // Every country in turn, so that some is home, some overseas, and there are many of them.
        String country = network % 3 == 0 ? "JP" : "" + (char) ('A' + network % 26) + (char) ('A' + network / 26 % 26);
        return MailEvent.builder(kind.word() + about, time, kind, Account.of("a@isp.example"))
                .server("mx1")
                .clientAddress(address.text())
                .recipients(recipients)
                .recipientCount(recipients.size())
                .size(2000)
                .queueId("Q" + about)
                .origin(new Origin.Country(country, address.network(), 0, new Origin.Source("bench", null)))
                .build();
    }
}
