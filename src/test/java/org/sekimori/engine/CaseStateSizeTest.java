package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.engine.FollowedUpAccount.DAY;
import static org.sekimori.engine.FollowedUpAccount.NINE;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.CaseSet;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/**
 * How much the cases of an account take in its state, which is written at each of its messages. The codec's round trip is asked at
 * every step of {@link SingleAccountHarness}.
 */
@SuppressWarnings("NullAway.Init")
class CaseStateSizeTest {

    private static Rulebook japan;

    @BeforeAll
    static void compile() throws Exception {
        japan = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
    }

    @AfterAll
    static void release() {
        japan.close();
    }

    @Test
    void anOrdinaryLongCaseTakesLessThanSixKibibytes() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT)) {
            account.released(NINE);
            for (int i = 0; i < 40; i++) {
                account.ask(new CaseCommand.Comment(
                        account.head(NINE.plusSeconds(300 + i)), "telephoned, nobody answers; tries again tomorrow"));
            }

            assertThat(account.open().history()).hasSize(Case.MOST_STEPS);
            assertThat(account.open().history().get(0).what()).isEqualTo("opened");
            assertThat(account.alice.size()).isLessThan(6 * 1024);
        }
    }

    /** Every text as long as it may be, in a script of three bytes a character. */
    @Test
    void theWorstAccountTakesLittleMoreThanTwentyKibibytes() {
        String most = "侵".repeat(500);
        try (FollowedUpAccount account = new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT)) {
            Instant time = NINE;
            for (int i = 0; i < 9; i++) {
                account.flag(time);
                for (int j = 0; j < 40; j++) {
                    account.ask(new CaseCommand.Comment(account.head(time.plusSeconds(60 + j)), most));
                }
                if (i < 8) {
                    account.ask(new CaseCommand.Close(
                            account.head(time.plusSeconds(200)), Outcome.FALSE_POSITIVE, true, most));
                }
                time = time.plus(DAY);
            }

            assertThat(account.cases().closed()).hasSize(CaseSet.MOST_CLOSED);
            assertThat(account.lastStep().text()).hasSize(CaseHistoryEntry.MOST_TEXT);
            assertThat(account.cases().closed()).allSatisfy(one -> assertThat(one.history())
                    .extracting(CaseHistoryEntry::what)
                    .startsWith("opened")
                    .endsWith("closed"));
            assertThat(account.alice.size()).isBetween(10 * 1024, 20 * 1024 + 400);
        }
    }

    /** A pair of surrogates is one character; what is cut once is not cut again when it is read. */
    @Test
    void aTextOfRareCharactersStaysAsItIs() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT)) {
            account.flag(NINE);
            for (String text : List.of("𠮷".repeat(300), "𠮷".repeat(500), "𠮷".repeat(501))) {
                account.ask(new CaseCommand.Comment(account.head(NINE.plusSeconds(text.length())), text));
                assertThat(account.lastStep()
                                .text()
                                .codePointCount(0, account.lastStep().text().length()))
                        .isEqualTo(Math.min(CaseHistoryEntry.MOST_TEXT, text.codePointCount(0, text.length())));
            }
            assertThat(account.open().state()).isEqualTo(State.FLAGGED);
        }
    }
}
