package org.sekimori.stream.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.intake.StubLog;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;

/** A mail server that uses both the policy server and the milter asks twice about each message. */
class DoubleQuestionFilterTest {

    private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<String> asked = new ArrayList<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private Instant now = NOW;
    private final StubLog stub = new StubLog(this::decide);
    private final EventLog log = new DoubleQuestionFilter(stub, clock(), repeated::incrementAndGet).log();

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private CompletableFuture<SubmissionAnswer> decide(MailEvent event) {
        asked.add(event.id());
        return CompletableFuture.completedFuture(
                new SubmissionAnswer(Verdict.ACCEPT, "", "for " + event.id(), SubmissionAnswer.Source.LOG));
    }

    private static MailEvent event(String id, String account, String server, @Nullable String queueId) {
        return MailEvent.builder(id, NOW, EventKind.ATTEMPT, Account.of(account))
                .server(server)
                .queueId(queueId)
                .build();
    }

    /** The reference of the answer, which tells to which question it was. */
    private @Nullable String ask(MailEvent event) {
        SubmissionAnswer answer = log.request(event, PATIENCE).join();
        log.answerSent(event, answer, "test", PATIENCE);
        return answer.reference();
    }

    @Test
    void theSecondOneGetsTheAnswerOfTheFirstAndCountsForNothing() {
        assertThat(ask(event("postfix:1.2:4jZ3", "alice@isp.example", "192.0.2.25", "4jZ3")))
                .isEqualTo("for postfix:1.2:4jZ3");
        assertThat(ask(event("milter:192.0.2.25:4jZ3", "alice@isp.example", "192.0.2.25", "4jZ3")))
                .isEqualTo("for postfix:1.2:4jZ3");

        assertThat(asked).containsExactly("postfix:1.2:4jZ3");
        assertThat(stub.told).hasSize(1);
        assertThat(repeated).hasValue(1);
    }

    @Test
    void aQuestionThatIsRepeatedByTheSameEndpointIsForTheLog() {
        ask(event("postfix:1.2:4jZ3", "alice@isp.example", "192.0.2.25", "4jZ3"));
        ask(event("postfix:1.2:4jZ3", "alice@isp.example", "192.0.2.25", "4jZ3"));

        assertThat(asked).hasSize(2);
        assertThat(stub.told).hasSize(2);
        assertThat(repeated).hasValue(0);
    }

    @Test
    void messagesThatDifferInAnythingAreTwo() {
        ask(event("a", "alice@isp.example", "192.0.2.25", "4jZ3"));
        ask(event("b", "bob@isp.example", "192.0.2.25", "4jZ3"));
        ask(event("c", "alice@isp.example", "192.0.2.26", "4jZ3"));
        ask(event("d", "alice@isp.example", "192.0.2.25", "4jZ4"));
        ask(event("e", "alice@isp.example", "192.0.2.25", null));
        ask(event("f", "alice@isp.example", "192.0.2.25", null));

        assertThat(asked).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void aQueueIdThatComesAgainLaterIsAnotherMessage() {
        ask(event("a", "alice@isp.example", "192.0.2.25", "4jZ3"));
        now = NOW.plus(DoubleQuestionFilter.KEPT).plusSeconds(1);
        ask(event("b", "bob@isp.example", "192.0.2.25", "4jZ4"));
        ask(event("c", "alice@isp.example", "192.0.2.25", "4jZ3"));

        assertThat(asked).containsExactly("a", "b", "c");
    }

    @Test
    void onlyTheLatestMessagesAreRemembered() {
        for (int i = 0; i <= DoubleQuestionFilter.MOST; i++) {
            ask(event("first" + i, "alice@isp.example", "192.0.2.25", "4jZ3" + i));
        }
        ask(event("again1", "alice@isp.example", "192.0.2.25", "4jZ31"));
        ask(event("again0", "alice@isp.example", "192.0.2.25", "4jZ30"));

        assertThat(repeated).hasValue(1);
        assertThat(asked).hasSize(DoubleQuestionFilter.MOST + 2).endsWith("again0");
    }
}
