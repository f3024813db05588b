package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** When two requests at the policy port are about one message, and when they only look so. */
@SuppressWarnings("NullAway.Init")
class PolicyMessageIdentityTest {

    private static final String HOME = "133.11.93.10";

    private static Rulebook rulebook;

    private PolicyServerFixture server;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(TestPolicy.rulebook("""
            defaults:
              home: [JP]
            """));
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    @BeforeEach
    void open() {
        server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "NOQUEUE, ''",
        "'', unknown",
        "NOQUEUE, NOQUEUE",
        "-, -",
        "none, 0",
        "0, 1",
        "(null), (null)",
        "$queue_id, $instance",
        "undef, nil",
        "'', ''"
    })
    void messagesThatBothHaveNoIdAreTwo(String queueId, String instance) {
        server.mail(HOME, "queue_id", queueId, "instance", instance);
        server.mail(HOME, "queue_id", queueId, "instance", instance);

        assertThat(server.stream.decisions).hasSize(2);
        assertThat(server.stream.events).extracting(MailEvent::id).doesNotHaveDuplicates();
        assertThat(server.last().queueId()).isNull();
        assertThat(server.last().instance()).isNull();
    }

    @Test
    void idsThatDifferOnlyBehindManyCharactersAreTwo() {
        String same = "4jZ3RH72".repeat(40);
        server.mail(HOME, "queue_id", same + "a", "instance", "");
        server.mail(HOME, "queue_id", same + "b", "instance", "");

        assertThat(server.stream.decisions).hasSize(2);
        assertThat(server.last().queueId()).isNull();
    }

    @Test
    void oneMessageThatIsAskedAboutTwiceIsOne() {
        for (String instance : List.of("481c.6b0646eb.efc9d.0", "")) {
            int before = server.stream.decisions.size();
            server.mail(HOME, "queue_id", "4jZ3RH72QGzJHm4", "instance", instance);
            server.mail(HOME, "queue_id", "4jZ3RH72QGzJHm4", "instance", instance);
            assertThat(server.stream.decisions).hasSize(before + 1);
        }
    }

    @Test
    void recipientsOfMessagesWithoutAnInstanceAreNotMixed() {
        for (String person : List.of("bob", "carol", "dave")) {
            server.mail(
                    HOME,
                    "protocol_state",
                    "RCPT",
                    "instance",
                    "NOQUEUE",
                    "recipient",
                    person + "@example.org",
                    "recipient_count",
                    "0");
        }
        server.mail(HOME, "instance", "NOQUEUE", "recipient", "erin@example.org");

        assertThat(server.last().recipients()).hasSize(1);
    }
}
