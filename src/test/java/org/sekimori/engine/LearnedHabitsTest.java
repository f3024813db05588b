package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** What becomes the habit of an account, under the shipped rules. */
class LearnedHabitsTest {

    private static final Instant START = Instant.parse("2026-05-01T01:00:00Z");

    @Test
    void aDeviceThatSendsTheSameEveryDayIsFlaggedAtFirstAndThenKnown() throws RulebookException {
        try (Rulebook rulebook = rulebook(List.of("JP"));
                StepEngine engine = new StepEngine(rulebook)) {
            AccountState state = null;
            int flagsLater = 0;
            for (int day = 0; day < 14; day++) {
                for (int i = 0; i < 100; i++) {
                    Instant time = START.plus(Duration.ofDays(day)).plusSeconds(i * 200L);
                    StepResult step =
                            engine.step(state, new LogEntry.Mail(submission(day + "-" + i, time, "198.51.100.7")));
                    state = step.state();
                    flagsLater += day >= 3 && flagged(step) ? 1 : 0;
                }
            }
            assertThat(flagsLater).isZero();
        }
    }

    @Test
    void whileOnlyObservedEverythingIsLearned() throws RulebookException {
        try (Rulebook rulebook = rulebook(List.of());
                StepEngine engine = new StepEngine(rulebook)) {
            AccountState state = null;
            Instant time = START;
            for (int i = 0; i < 60; i++) {
                time = time.plusSeconds(30);
                state = engine.step(state, new LogEntry.Mail(submission("o" + i, time, "198.51." + i + ".7")))
                        .state();
            }
            assertThat(state).isNotNull();
            assertThat(state.profile().at(time, ZoneOffset.UTC).learningFrozen())
                    .isFalse();
        }
    }

    private static boolean flagged(StepResult step) {
        return step.outputs().stream()
                .anyMatch(o -> o instanceof StepOutput.DecisionMade d
                        && !d.decision().flags().isEmpty());
    }

    private static Rulebook rulebook(List<String> home) throws RulebookException {
        return Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), home));
    }

    private static MailEvent submission(String id, Instant time, String address) {
        String network = address.substring(0, address.lastIndexOf('.')) + ".0/24";
        return MailEvent.builder(id, time, EventKind.ATTEMPT, Account.of("printer@isp.example"))
                .server("mx1")
                .clientAddress(address)
                .recipients(List.of("k-admin@example.net"))
                .recipientCount(1)
                .size(1000)
                .queueId(id)
                .origin(new Origin.Country("JP", network, 0, new Origin.Source("test", null)))
                .build();
    }
}
