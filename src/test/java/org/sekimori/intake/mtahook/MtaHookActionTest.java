package org.sekimori.intake.mtahook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekimori.intake.mtahook.MtaHookAction.QuarantineAs;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;

class MtaHookActionTest {

    private static final SubmissionAnswer DOUBT =
            new SubmissionAnswer(Verdict.QUARANTINE, "", "K7QX-3M2P", SubmissionAnswer.Source.LOG);

    private static MtaHookAction action(QuarantineAs as) {
        return MtaHookAction.of(as.expressed(DOUBT), as);
    }

    @Test
    void aQuarantinedMessageComesAgainBecauseTheServerWouldDropIt() {
        MtaHookAction action = action(QuarantineAs.DEFER);

        assertThat(action.word()).isEqualTo("reject");
        assertThat(action.status()).isEqualTo(451);
        assertThat(action.enhancedStatus()).isEqualTo("4.7.1");
        assertThat(action.message()).endsWith("Reference K7QX-3M2P");
        assertThat(QuarantineAs.DEFER.expressed(DOUBT).verdict())
                .as("recorded as what the client was told")
                .isInstanceOf(Verdict.Defer.class);
    }

    @Test
    void itPassesWithAMarkOrByTheHooksOwnWordWhereThatIsWanted() {
        assertThat(action(QuarantineAs.MARK)).isEqualTo(new MtaHookAction("accept", 0, "", "", "K7QX-3M2P"));
        assertThat(action(QuarantineAs.QUARANTINE)).isEqualTo(new MtaHookAction("quarantine", 0, "", "", null));
    }

    @Test
    void aLongTextIsCutAndKeepsItsReference() {
        SubmissionAnswer wordy = new SubmissionAnswer(
                new Verdict.Reject(550, "5.7.1"), "x".repeat(600), "K7QX-3M2P", SubmissionAnswer.Source.LOG);

        assertThat(MtaHookAction.of(wordy, QuarantineAs.DEFER).message())
                .hasSize(MtaHookAction.MAX_TEXT)
                .endsWith("... Reference K7QX-3M2P");
    }
}
