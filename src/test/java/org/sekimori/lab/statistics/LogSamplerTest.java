package org.sekimori.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;

class LogSamplerTest {

    private static final Origin TOKYO = new Origin.Country("JP", "203.0.113.0/24", 0, source());
    private static final Origin BERLIN = new Origin.Country("DE", "198.51.100.0/24", 0, source());

    private final LogSampler census = new LogSampler(ActivityFixture.TOKYO, Set.of("JP"));
    private int ids;

    private static Origin.Source source() {
        return new Origin.Source("test", null);
    }

    private MailEvent event(String account, EventKind kind, String local, int recipients, Origin origin) {
        return event("e" + ids++, account, kind, local, recipients, origin);
    }

    private static MailEvent event(
            String id, String account, EventKind kind, String local, int recipients, Origin origin) {
        return MailEvent.builder(id, ActivityFixture.at(local), kind, Account.of(account))
                .server("mx1")
                .recipientCount(recipients)
                .origin(origin)
                .build();
    }

    @Test
    void accountsMayComeInterleaved() {
        census.add(event("a", EventKind.ATTEMPT, "2026-06-01T09:00", 1, TOKYO));
        census.add(event("b", EventKind.ATTEMPT, "2026-06-03T09:00", 1, TOKYO));
        census.add(event("a", EventKind.ATTEMPT, "2026-06-02T09:00", 1, BERLIN));
        PopulationSample sample = census.sample();
        assertThat(sample.accounts()).isEqualTo(2);
        assertThat(sample.messages()).isEqualTo(3);
        assertThat(sample.first()).isEqualTo(LocalDate.of(2026, 6, 1));
        assertThat(sample.days()).isEqualTo(3);
        assertThat(ActivityFixture.figure(sample.figures(), TrafficStatistic.ABROAD)
                        .value())
                .isCloseTo(100 / 3.0, within(1e-9));
    }

    @Test
    void aMessageCountsOnceHoweverItsOutcomeIsReported() {
        census.add(event("a", EventKind.ATTEMPT, "2026-06-01T09:00", 1, TOKYO));
        census.add(event("a", EventKind.ACCEPTED, "2026-06-01T09:01", 1, TOKYO));
        census.add(event("a", EventKind.REJECTED, "2026-06-01T09:01", 1, TOKYO));
        assertThat(census.sample().messages()).isEqualTo(1);
    }

    @Test
    void whatWasImportedAsAcceptedCountsUntilAttemptsCome() {
        census.add(event("a", EventKind.ACCEPTED, "2026-06-01T09:00", 1, TOKYO));
        census.add(event("a", EventKind.ACCEPTED, "2026-06-02T09:00", 1, TOKYO));
        census.add(event("a", EventKind.ATTEMPT, "2026-06-03T09:00", 1, TOKYO));
        census.add(event("a", EventKind.ACCEPTED, "2026-06-03T09:00", 1, TOKYO));
        assertThat(census.sample().messages()).isEqualTo(3);
    }

    @Test
    void aRepeatedEventCountsOnce() {
        census.add(event("same", "a", EventKind.ATTEMPT, "2026-06-01T09:00", 1, TOKYO));
        census.add(event("same", "a", EventKind.ATTEMPT, "2026-06-01T09:00", 1, TOKYO));
        assertThat(census.sample().messages()).isEqualTo(1);
    }

    @Test
    void whatComesTooLateIsToldAndLeftOut() {
        census.add(event("a", EventKind.ATTEMPT, "2026-06-02T09:00", 1, TOKYO));
        census.add(event("a", EventKind.ATTEMPT, "2026-06-01T09:00", 1, TOKYO));
        assertThat(census.late()).isEqualTo(1);
        assertThat(census.sample().messages()).isEqualTo(1);
    }

    @Test
    void bulkSendersAreSetApart() {
        census.add(event("a", EventKind.ATTEMPT, "2026-06-01T09:00", 100, TOKYO));
        census.add(event("list", EventKind.ATTEMPT, "2026-06-01T09:00", 101, TOKYO));
        PopulationSample sample = census.sample();
        assertThat(sample.accounts()).isEqualTo(1);
        assertThat(sample.bulk()).isEqualTo(1);
        assertThat(sample.bulkMessages()).isEqualTo(1);
        assertThat(sample.histograms()
                        .histogram(TrafficMeasure.MESSAGE_RECIPIENTS)
                        .largest())
                .isEqualTo(100);
    }

    @Test
    void accountsThatNeverSentAreNobodys() {
        census.add(event("a", EventKind.ATTEMPT, "2026-06-01T09:00", 1, TOKYO));
        census.add(event("invented", EventKind.AUTH_FAILED, "2026-06-01T09:00", 0, TOKYO));
        PopulationSample sample = census.sample();
        assertThat(sample.accounts()).isEqualTo(1);
        assertThat(sample.figures()).doesNotContainKey(TrafficStatistic.FAILURES_MEAN);
    }

    @Test
    void bouncesAreUnknownToALogThatReportsNone() {
        census.add(event("a", EventKind.ATTEMPT, "2026-06-01T09:00", 3, TOKYO));
        assertThat(census.sample().figures()).doesNotContainKey(TrafficStatistic.BOUNCES);
    }

    @Test
    void bouncesCountByRecipients() {
        census.add(event("a", EventKind.ATTEMPT, "2026-06-01T09:00", 4, TOKYO));
        census.add(event("a", EventKind.BOUNCED, "2026-06-01T09:05", 1, TOKYO));
        assertThat(ActivityFixture.figure(census.sample().figures(), TrafficStatistic.BOUNCES)
                        .value())
                .isEqualTo(25);
    }

    @Test
    void aLogWithoutSubmissionsHasNoShape() {
        census.add(event("a", EventKind.AUTH_FAILED, "2026-06-01T09:00", 0, TOKYO));
        assertThatThrownBy(census::sample).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void webmailAndRelaysDoNotTellWhereTheCustomerIs() {
        assertThat(AccountActivity.network(SubmissionChannel.SUBMISSION, TOKYO)).isNotEqualTo(AccountActivity.NOWHERE);
        assertThat(AccountActivity.network(SubmissionChannel.WEBMAIL, TOKYO)).isEqualTo(AccountActivity.NOWHERE);
        assertThat(AccountActivity.network(SubmissionChannel.SUBMISSION, new Origin.Relay("google", "209.85.220.0/24")))
                .isEqualTo(AccountActivity.NOWHERE);
        assertThat(AccountActivity.ClientRegion.of(new Origin.Internal("private", "10.0.0.0/24"), Set.of("JP")))
                .isEqualTo(AccountActivity.ClientRegion.UNKNOWN);
    }
}
