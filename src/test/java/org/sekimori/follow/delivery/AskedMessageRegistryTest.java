package org.sekimori.follow.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sekimori.follow.AskedMessages.Answer;
import org.sekimori.follow.AskedMessages.LoggedMessage;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.MailEventBuilder;

class AskedMessageRegistryTest {

    private static final Instant START = Instant.parse("2026-11-25T09:00:00Z");

    private final AskedMessageRegistry asked = new AskedMessageRegistry(START, 3);

    private static MailEventBuilder attempt(String queueId, Instant time) {
        return MailEvent.builder("postfix:" + queueId, time, EventKind.ATTEMPT, Account.of("alice@isp.example"))
                .server("192.0.2.25")
                .clientAddress("203.0.113.7")
                .queueId(queueId);
    }

    private Answer find(String queueId, Instant time) {
        return asked.find(new LoggedMessage("mx1", queueId, "203.0.113.7", "alice", time));
    }

    @Test
    void whatWasAskedIsKnownWithTheNameOfItsServer() {
        asked.record(attempt("4jZ3XB5rlYzJHhx", START.plusSeconds(5)).build());
        assertThat(find("4jZ3XB5rlYzJHhx", START.plusSeconds(6))).isEqualTo(new Answer.Asked("192.0.2.25"));
        assertThat(find("4jZ3XB5rlYzJHhy", START.plusSeconds(6))).isEqualTo(new Answer.NotAsked());
        assertThat(find("4jZ3XB5rlYzJHhy", START.minusSeconds(1))).isEqualTo(new Answer.Unknown());
    }

    @Test
    void aQueueIdThatIsUsedAgainIsAnotherMessage() {
        asked.record(attempt("ABCDEF12345", START).build());
        assertThat(find("ABCDEF12345", START.plus(Duration.ofHours(1)))).isEqualTo(new Answer.NotAsked());
    }

    @Test
    void otherEventsAndTheFollowersOwnAreNoQuestions() {
        asked.record(attempt("ABCDEF12345", START).publisher("follow:mx").build());
        asked.record(attempt("ABCDEF12345", START).kind(EventKind.ACCEPTED).build());
        asked.record(attempt("ABCDEF12345", START).history(true).build());
        asked.record(attempt("ABCDEF12345", START).queueId(null).build());
        assertThat(find("ABCDEF12345", START)).isEqualTo(new Answer.NotAsked());
    }

    @Test
    void whatIsForgottenIsUnknownAndNotDenied() {
        for (int i = 0; i < 5; i++) {
            asked.record(attempt("ABCDEF1234" + i, START.plusSeconds(i)).build());
        }
        assertThat(find("ABCDEF12340", START)).isEqualTo(new Answer.Unknown());
        assertThat(find("ABCDEF12344", START.plusSeconds(4))).isEqualTo(new Answer.Asked("192.0.2.25"));
        asked.reachesBackTo(START.minusSeconds(60));
        assertThat(find("other12345", START.minusSeconds(30)))
                .as("it is full, so it does not reach further back")
                .isEqualTo(new Answer.Unknown());
    }

    @Test
    void twoServersMayChooseTheSameQueueId() {
        asked.record(attempt("ABCDEF12345", START).build());
        asked.record(MailEvent.builder("other", START.plusSeconds(1), EventKind.ATTEMPT, Account.of("bob@isp.example"))
                .server("192.0.2.26")
                .clientAddress("2001:db8::7")
                .queueId("ABCDEF12345")
                .build());

        assertThat(find("ABCDEF12345", START)).isEqualTo(new Answer.Asked("192.0.2.25"));
        assertThat(asked.find(new LoggedMessage("mx2", "ABCDEF12345", "2001:DB8:0::7", "", START)))
                .as("a client without a log-in, its address in another form")
                .isEqualTo(new Answer.Asked("192.0.2.26"));
        assertThat(asked.find(new LoggedMessage("mx2", "ABCDEF12345", null, "bob@ISP.example", START)))
                .as("a record of a bounce, which tells no client")
                .isEqualTo(new Answer.Asked("192.0.2.26"));
    }

    @Test
    void aQuestionWithTheQueueIdOfAnothersMessageDoesNotHideIt() {
        asked.record(MailEvent.builder("mallory", START, EventKind.ATTEMPT, Account.of("mallory@isp.example"))
                .server("192.0.2.66")
                .clientAddress("198.51.100.66")
                .queueId("4jZ3XB5rlYzJHhx")
                .build());
        assertThat(find("4jZ3XB5rlYzJHhx", START)).isEqualTo(new Answer.NotAsked());
    }

    @Test
    void manyQuestionsWithOneQueueIdDenyNoOther() {
        AskedMessageRegistry large = new AskedMessageRegistry(START, 100);
        large.record(attempt("4jZ3XB5rlYzJHhx", START).build());
        for (int i = 0; i < 20; i++) {
            large.record(MailEvent.builder("m" + i, START, EventKind.ATTEMPT, Account.of("m" + i + "@isp.example"))
                    .clientAddress("198.51.100." + i)
                    .queueId("4jZ3XB5rlYzJHhx")
                    .build());
        }
        assertThat(large.find(new LoggedMessage("mx1", "4jZ3XB5rlYzJHhx", "203.0.113.7", "alice@isp.example", START)))
                .isEqualTo(new Answer.Unknown());
    }

    @Test
    void ofTwoQuestionsThatFitTheHostsOwnIsTaken() {
        asked.record(attempt("ABCDEF12345", START).build());
        asked.record(attempt("ABCDEF12345", START.plusSeconds(9)).server("mx1").build());
        assertThat(find("ABCDEF12345", START)).isEqualTo(new Answer.Asked("mx1"));
    }

    @Test
    void aLogInWithoutItsDomainIsTheSame() {
        asked.record(
                attempt("ABCDEF12345", START).clientAddress(null).login("Alice").build());
        assertThat(find("ABCDEF12345", START)).isEqualTo(new Answer.Asked("192.0.2.25"));
        assertThat(asked.find(new LoggedMessage("mx1", "ABCDEF12345", "203.0.113.7", "bob", START)))
                .isEqualTo(new Answer.NotAsked());
    }
}
