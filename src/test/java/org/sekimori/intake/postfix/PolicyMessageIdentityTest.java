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

    private PolicyServerFixture door;

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
        door = PolicyServerFixture.over(rulebook, Verdict.ACCEPT);
    }

    @AfterEach
    void close() {
        door.close();
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
        door.mail(HOME, "queue_id", queueId, "instance", instance);
        door.mail(HOME, "queue_id", queueId, "instance", instance);

        assertThat(door.belt.decisions).hasSize(2);
        assertThat(door.belt.events).extracting(MailEvent::id).doesNotHaveDuplicates();
        assertThat(door.last().queueId()).isNull();
        assertThat(door.last().instance()).isNull();
    }

    @Test
    void idsThatDifferOnlyBehindManyCharactersAreTwo() {
        String same = "4jZ3RH72".repeat(40);
        door.mail(HOME, "queue_id", same + "a", "instance", "");
        door.mail(HOME, "queue_id", same + "b", "instance", "");

        assertThat(door.belt.decisions).hasSize(2);
        assertThat(door.last().queueId()).isNull();
    }

    @Test
    void oneMessageThatIsAskedAboutTwiceIsOne() {
        for (String instance : List.of("481c.6b0646eb.efc9d.0", "")) {
            int before = door.belt.decisions.size();
            door.mail(HOME, "queue_id", "4jZ3RH72QGzJHm4", "instance", instance);
            door.mail(HOME, "queue_id", "4jZ3RH72QGzJHm4", "instance", instance);
            assertThat(door.belt.decisions).hasSize(before + 1);
        }
    }

    @Test
    void recipientsOfMessagesWithoutAnInstanceAreNotMixed() {
        for (String person : List.of("bob", "carol", "dave")) {
            door.mail(
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
        door.mail(HOME, "instance", "NOQUEUE", "recipient", "erin@example.org");

        assertThat(door.last().recipients()).hasSize(1);
    }
}
