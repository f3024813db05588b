package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.profile.OutcomeMatch;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;

/** Whether an outcome finds its submission is told with its step, so that a server that reports amiss is seen. */
@SuppressWarnings("NullAway.Init")
class OutcomeMatchOutputTest {

    private static final Instant TIME = Instant.parse("2026-06-01T09:00:00Z");
    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Account BOB = Account.of("bob@isp.example");

    private final Map<Account, AccountState> states = new HashMap<>();
    private Rulebook rulebook;
    private StepEngine engine;
    private int number;

    @BeforeEach
    void open() throws Exception {
        rulebook = Rulebook.compile(RulebookFiles.read(java.nio.file.Path.of("rules")));
        engine = new StepEngine(rulebook);
    }

    @AfterEach
    void close() {
        engine.close();
        rulebook.close();
    }

    private @Nullable OutcomeMatch step(Account account, TestEventBuilder happening) {
        StepResult step = engine.step(states.get(account), new LogEntry.Mail(happening.event(account, number++)));
        AccountState state = step.state();
        if (state == null) {
            states.remove(account);
        } else {
            states.put(account, state);
        }
        return step.outputs().stream()
                .filter(StepOutput.OutcomeReported.class::isInstance)
                .map(output -> ((StepOutput.OutcomeReported) output).match())
                .findFirst()
                .orElse(null);
    }

    private static TestEventBuilder refusal(String server, String queueId) {
        return TestEventBuilder.of(EventKind.REJECTED, TIME.plusSeconds(5))
                .queue(server, queueId)
                .beforeQueue();
    }

    @Test
    void outcomesAreToldByWhetherTheyFindTheirSubmission() {
        assertThat(step(ALICE, TestEventBuilder.submission(TIME).queue("mx1", "4jZ3RH")))
                .isNull();

        assertThat(step(ALICE, refusal("mx1", "4jZ3RH"))).isEqualTo(OutcomeMatch.FOUND);
        assertThat(step(ALICE, refusal("MX1.", "4jZ3RH"))).isEqualTo(OutcomeMatch.FOUND);
        assertThat(step(ALICE, refusal("mx1", "NOQUEUE"))).isEqualTo(OutcomeMatch.NO_ID);
        assertThat(step(ALICE, refusal("mx2", "5kZ3RH"))).isEqualTo(OutcomeMatch.NOT_FOUND);
    }

    @Test
    void anotherAccountsQueueIdFindsNothingAndGivesNothingBack() {
        step(ALICE, TestEventBuilder.submission(TIME).queue("mx1", "4jZ3RH"));
        step(BOB, TestEventBuilder.submission(TIME).queue("mx1", "5kZ3RH"));

        AccountState before = states.get(ALICE);
        assertThat(step(BOB, refusal("mx1", "4jZ3RH"))).isEqualTo(OutcomeMatch.NOT_FOUND);
        assertThat(states.get(ALICE)).isEqualTo(before);
        assertThat(step(Account.of("nobody@isp.example"), refusal("mx1", "4jZ3RH")))
                .isEqualTo(OutcomeMatch.NOT_FOUND);
    }

    @Test
    void serversThatOnlyReportAreNotSaidToReportAmiss() {
        for (int i = 0; i < 120; i++) {
            TestEventBuilder accepted =
                    TestEventBuilder.of(EventKind.ACCEPTED, TIME.plusSeconds(i)).queue("mx1", "4jZ3R" + i);
            assertThat(step(ALICE, accepted)).isEqualTo(OutcomeMatch.COUNTED);
        }
        assertThat(step(
                        ALICE,
                        TestEventBuilder.of(EventKind.BOUNCED, TIME.plusSeconds(130))
                                .queue("mx1", "4jZ3R119")))
                .isEqualTo(OutcomeMatch.FOUND);
    }

    @Test
    void whatABusyAccountHasForgottenIsNotHeldAgainstTheServer() {
        for (int i = 0; i < 120; i++) {
            step(ALICE, TestEventBuilder.submission(TIME.plusSeconds(i)).queue("mx1", "4jZ3R" + i));
        }

        assertThat(step(
                        ALICE,
                        TestEventBuilder.of(EventKind.DEFERRED, TIME.plusSeconds(600))
                                .queue("mx1", "4jZ3R1")))
                .isEqualTo(OutcomeMatch.FORGOTTEN);
    }

    @Test
    void aNameThatWasGivenUpTakesItsSubmissionsWithIt() {
        step(ALICE, TestEventBuilder.submission(TIME).queue("mx1", "4jZ3RH"));
        step(ALICE, TestEventBuilder.of(EventKind.ACCOUNT_RENAMED, TIME.plusSeconds(1)));

        assertThat(step(ALICE, refusal("mx1", "4jZ3RH"))).isEqualTo(OutcomeMatch.NOT_FOUND);
        assertThat(states).doesNotContainKey(ALICE);
    }
}
