package org.sekimori.rules.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rules.registration.SenderSuggestion.Kind;

class SenderHabitTest {

    private static final Account NEWS = Account.of("news@isp.example");
    private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");
    private static final Instant END = START.plus(50, ChronoUnit.DAYS);
    private static final String OFFICE = "203.0.114.7";
    private static final String ELSEWHERE = "198.51.101.9";

    private final SenderHabit habit = new SenderHabit(NEWS, ZoneOffset.UTC);
    private int sent;

    @Test
    void issuesToTheSameListForWeeksAreANewsletterWithRoomForTheFullest() {
        issues(4, OFFICE, 0);
        SenderSuggestion found = habit.suggestion(END).orElseThrow();
        assertThat(found.kind()).isEqualTo(Kind.NEWSLETTER);
        assertThat(found.limitsText())
                .isEqualTo("{messages_per_hour: 12, messages_per_day: 12, recipients_per_hour: 1200,"
                        + " recipients_per_day: 1200}");
        assertThat(found.reasons()).contains("4 issues in 31 days to up to 800 recipients");
    }

    @Test
    void partsThatALimitPutOffBelongToTheIssue() {
        for (int issue = 0; issue < 4; issue++) {
            for (int part = 0; part < 8; part++) {
                boolean late = part > 3;
                for (int attempt = 0; attempt < (late ? 5 : 1); attempt++) {
                    habit.sent(event(at(10 * issue, part), OFFICE, members(part * 100, 100)), true, late);
                }
            }
        }
        assertThat(habit.suggestion(END).orElseThrow().limits().get("recipients_per_day"))
                .isBetween(1100L, 1300L);
    }

    @Test
    void anotherListEachTimeIsNoNewsletter() {
        issues(4, OFFICE, 800);
        assertThat(habit.suggestion(END)).isEmpty();
    }

    @Test
    void twoIssuesOrAFortnightAreNotEnough() {
        issues(2, OFFICE, 0);
        assertThat(habit.suggestion(END)).isEmpty();
        SenderHabit eager = new SenderHabit(NEWS, ZoneOffset.UTC);
        for (int day = 0; day < 14; day++) {
            eager.sent(event(at(day, 0), OFFICE, members(0, 200)), true, false);
        }
        assertThat(eager.suggestion(START.plus(15, ChronoUnit.DAYS))).isEmpty();
    }

    @Test
    void aThiefWhoJoinsFromElsewhereEndsTheSuggestion() {
        issues(4, OFFICE, 0);
        assertThat(habit.suggestion(END)).isPresent();
        for (int part = 0; part < 8; part++) {
            habit.sent(event(at(40, part), ELSEWHERE, members(part * 100, 100)), true, false);
        }
        assertThat(habit.suggestion(END)).isEmpty();
    }

    @Test
    void mailFromAbroadOrACaseNeedsFourQuietWeeksAfterwards() {
        issues(4, OFFICE, 0);
        habit.disturbed(at(38, 0));
        assertThat(habit.suggestion(END)).isEmpty();
        assertThat(habit.suggestion(at(38 + 28, 0))).isPresent();
        SenderHabit abroad = new SenderHabit(NEWS, ZoneOffset.UTC);
        for (int day = 0; day < 40; day += 10) {
            abroad.sent(event(at(day, 0), OFFICE, members(0, 200)), day < 30, false);
        }
        assertThat(abroad.suggestion(END)).isEmpty();
    }

    @Test
    void aListOfWhichManyDoNotExistIsNotOffered() {
        issues(4, OFFICE, 0);
        habit.bounced(4 * 800 / 10);
        assertThat(habit.suggestion(END)).isEmpty();
    }

    @Test
    void reportsByDayAndNightToAFewAreADeviceWithTightLimits() {
        for (int day = 0; day < 40; day++) {
            for (int hour = 0; hour < 24; hour += 4) {
                Instant time = START.plus(24L * day + hour, ChronoUnit.HOURS);
                habit.sent(event(time, OFFICE, List.of("k1admin")), true, false);
            }
        }
        SenderSuggestion found = habit.suggestion(END).orElseThrow();
        assertThat(found.kind()).isEqualTo(Kind.DEVICE);
        assertThat(found.limits().values()).allMatch(limit -> limit <= 11);
    }

    @Test
    void aPersonWhoWritesToAFewByDayIsNoDevice() {
        for (int day = 0; day < 40; day++) {
            for (int hour = 0; hour < 8; hour += 2) {
                Instant time = START.plus(24L * day + hour, ChronoUnit.HOURS);
                habit.sent(event(time, OFFICE, List.of("k1friend" + hour)), true, false);
            }
        }
        assertThat(habit.suggestion(END)).isEmpty();
    }

    @Test
    void lateReportsAndAnUnknownTimeAreNoTrouble() {
        assertThat(habit.suggestion(END)).isEqualTo(Optional.empty());
        issues(4, OFFICE, 0);
        habit.sent(event(at(0, 30), OFFICE, members(5_000, 100)), true, false);
        assertThat(habit.suggestion(END)).isPresent();
    }

    @Test
    void limitsAreRoundedUpToTwoDigits() {
        assertThat(SenderHabit.room(0)).isEqualTo(2);
        assertThat(SenderHabit.room(66)).isEqualTo(99);
        assertThat(SenderHabit.room(67)).isEqualTo(110);
        assertThat(SenderHabit.room(20_000)).isEqualTo(30_000);
    }

    /** Every ten days in eight parts of 100. */
    private void issues(int count, String address, int others) {
        for (int issue = 0; issue < count; issue++) {
            for (int part = 0; part < 8; part++) {
                int from = part * 100 + issue * others;
                habit.sent(event(at(10 * issue, part), address, members(from, 100)), true, false);
            }
        }
    }

    private static Instant at(int day, int minute) {
        return START.plus(day, ChronoUnit.DAYS).plus(minute, ChronoUnit.MINUTES);
    }

    private static List<String> members(int from, int count) {
        List<String> members = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            members.add("k1" + Integer.toString(i * 7919, 36) + "@d.example");
        }
        return members;
    }

    private MailEvent event(Instant time, String address, List<String> recipients) {
        return MailEvent.builder("e" + sent++, time, EventKind.ATTEMPT, NEWS)
                .clientAddress(address)
                .helo("list.isp.example")
                .recipients(recipients)
                .recipientCount(recipients.size())
                .origin(new Origin.Country(
                        "JP",
                        ClientAddress.of(address).network(),
                        address.equals(OFFICE) ? 64_500 : 64_501,
                        new Origin.Source("test", null)))
                .build();
    }

    @Test
    void daysAreTheAccountsOwn() {
        SenderHabit tokyo = new SenderHabit(NEWS, ZoneId.of("Asia/Tokyo"));
        for (int day = 0; day < 40; day++) {
            // One o'clock in the night in Japan.
            Instant time = Instant.parse("2026-06-01T16:00:00Z").plus(day, ChronoUnit.DAYS);
            tokyo.sent(event(time, OFFICE, List.of("k1admin")), true, false);
        }
        assertThat(tokyo.suggestion(END)).isPresent();
    }
}
