package org.sekimori.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.engine.LogEntry;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.SyntheticLogEntryFactory;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.rules.Rulebook;

class LogTracerTest {

    private static final Rulebook RULEBOOK =
            RulebookLoader.loadUntested(Path.of("rules"), List.of("JP")).rulebook();
    private static final Account AMY = Account.of("amy@isp.example");
    private static final Instant START = Instant.parse("2026-06-01T01:00:00Z");
    private static final ClientLocation HOME =
            SyntheticGeography.starter().providers("JP").get(0).anywhere(RandomStream.of(1, "home"));
    private static final ClientLocation ABROAD =
            SyntheticGeography.starter().providers("DE").get(0).anywhere(RandomStream.of(1, "abroad"));

    @AfterAll
    static void close() {
        RULEBOOK.close();
    }

    private static Instant day(int day, int minute) {
        return START.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(minute));
    }

    private static LogEntry event(EventKind kind, Instant time, ClientLocation place, String queue, int recipients) {
        MailEvent event = MailEvent.builder(kind.word() + queue, time, kind, AMY)
                .server(SyntheticLogEntryFactory.SERVER)
                .channel(SubmissionChannel.SUBMISSION)
                .clientAddress(place.address().text())
                .sender(AMY.name())
                .recipients(kind == EventKind.ATTEMPT ? List.of("sm" + queue + "@d.example") : List.of())
                .recipientCount(recipients)
                .queueId("4g7b2k" + queue)
                .origin(place.origin())
                .build();
        return new LogEntry.Mail(event);
    }

    private static LogEntry attempt(Instant time, ClientLocation place, String queue) {
        return event(EventKind.ATTEMPT, time, place, queue, 1);
    }

    private static LogEntry closed(Instant time, Case.Outcome outcome) {
        CaseCommand.Header head = new CaseCommand.Header("c" + time, AMY, time, "desk", "cli", null, null);
        return new LogEntry.CaseRequest(new CaseCommand.Close(head, outcome, true, ""));
    }

    private static TraceSet traced(int warmUp, LogEntry... entries) {
        try (LogTracer tracer = new LogTracer(RULEBOOK, warmUp)) {
            List.of(entries).forEach(tracer::add);
            assertThat(tracer.failed()).isZero();
            return tracer.traces();
        }
    }

    @Test
    void whatWasSentBeforeAConfirmedCaseIsTheThiefsAndOtherDaysAreTheOwners() {
        TraceSet traces = traced(
                1,
                attempt(day(0, 0), HOME, "a"),
                attempt(day(1, 0), HOME, "b"),
                attempt(day(2, 0), HOME, "c"),
                attempt(day(12, 0), ABROAD, "d"),
                attempt(day(12, 1), ABROAD, "e"),
                closed(day(12, 60), Case.Outcome.CONFIRMED),
                attempt(day(14, 0), HOME, "f"));
        assertThat(traces.attacks()).singleElement().satisfies(attack -> {
            assertThat(attack.attackClass()).isEqualTo("confirmed");
            assertThat(attack.vectors()).hasSize(2);
            assertThat(attack.hostile(0)).isTrue();
            assertThat(attack.passed(0)).as("refused at the border").isFalse();
        });
        assertThat(traces.honest()).singleElement().satisfies(amy -> {
            assertThat(amy.accountDays()).isEqualTo(14);
            assertThat(amy.active()).as("the first day is warm-up").hasSize(3);
        });
    }

    @Test
    void aFalsePositiveStaysTheOwners() {
        TraceSet traces = traced(
                0,
                attempt(day(0, 0), HOME, "a"),
                attempt(day(1, 0), ABROAD, "b"),
                closed(day(1, 5), Case.Outcome.FALSE_POSITIVE));
        assertThat(traces.attacks()).isEmpty();
        assertThat(traces.honest()).singleElement().satisfies(amy -> assertThat(amy.active())
                .hasSize(2));
    }

    /** The log is of what really happened; here the rules refuse a message, and it would not have bounced. */
    @Test
    void whatServersReportOfARefusedMessageIsLeftOut() {
        LogEntry bounce = event(EventKind.BOUNCED, day(1, 1), ABROAD, "b", 8);
        LogEntry[] withOut = {
            event(EventKind.ATTEMPT, day(0, 0), HOME, "a", 8),
            event(EventKind.ATTEMPT, day(1, 0), ABROAD, "b", 8),
            attempt(day(1, 9), HOME, "c")
        };
        LogEntry[] with = {withOut[0], withOut[1], bounce, withOut[2]};
        assertThat(steps(traced(0, with))).isEqualTo(steps(traced(0, withOut)));
        LogEntry taken = event(EventKind.BOUNCED, day(0, 1), HOME, "a", 8);
        LogEntry[] other = {withOut[0], taken, withOut[1], withOut[2]};
        assertThat(steps(traced(0, other))).isNotEqualTo(steps(traced(0, withOut)));
    }

    private static List<SignVector> steps(TraceSet traces) {
        return IntStream.range(0, traces.table().size())
                .mapToObj(vector -> new SignVector(traces.table().steps(vector)))
                .toList();
    }
}
