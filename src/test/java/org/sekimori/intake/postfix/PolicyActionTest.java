package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;

class PolicyActionTest {

    private static final String REFERENCE = "7K3F-9Q2M";
    private static final Verdict REFUSED = new Verdict.Reject(550, "5.7.1");
    private static final String POSTFIX_SAYS = "550 5.7.1 <END-OF-MESSAGE>: End-of-data rejected: ";

    private static SubmissionAnswer answer(String text, String plain) {
        return new SubmissionAnswer(REFUSED, text, plain, REFERENCE, SubmissionAnswer.Source.LOG);
    }

    /** The line that Postfix makes of an action, as the client reads it. */
    private static byte[] reply(String action) {
        assertThat(action).startsWith("action=550 5.7.1 ").endsWith("\n\n");
        String text = action.substring("action=550 5.7.1 ".length(), action.length() - 2);
        return (POSTFIX_SAYS + text + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aClientIsToldThePlainText() {
        assertThat(PolicyAction.of(answer("お断り", "Refused. Reference " + REFERENCE), false))
                .isEqualTo("action=550 5.7.1 Refused. Reference 7K3F-9Q2M\n\n");
    }

    @Test
    void aClientIsToldTheDomainsLanguageWhereTheOperatorWantsIt() {
        assertThat(PolicyAction.of(answer("お断り", "Refused"), true)).isEqualTo("action=550 5.7.1 お断り\n\n");
    }

    @Test
    void aRecordWithoutPlainTextIsToldInGeneralWordsWithItsReference() {
        SubmissionAnswer old = new SubmissionAnswer(REFUSED, "お断り", REFERENCE, SubmissionAnswer.Source.LOG);
        assertThat(PolicyAction.of(old, false))
                .isEqualTo("action=550 5.7.1 Your mail was not accepted. Please contact your provider."
                        + " Reference 7K3F-9Q2M.\n\n");
    }

    @Test
    void aLongTextIsCutAtAWordAndKeepsItsReference() {
        String text = "Sending is paused. ".repeat(40) + "Reference " + REFERENCE;
        String action = PolicyAction.of(answer(text, text), false);
        assertThat(reply(action)).hasSizeBetween(480, 512);
        assertThat(action).containsPattern("(Sending|is|paused\\.)\\.\\.\\. Reference 7K3F-9Q2M\n\n$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"送信を停止しています。", "x", "𠮷野家"})
    void aLongTextWithoutSpacesIsCutBetweenCharacters(String words) {
        String text = words.repeat(600);
        String action = PolicyAction.of(answer(text, "Refused"), true);
        assertThat(reply(action)).hasSizeBetween(490, 512);
        assertThat(action).endsWith("... Reference 7K3F-9Q2M\n\n").doesNotContain("?", "\ufffd");
    }

    @Test
    void aTextThatFitsExactlyIsNotCut() {
        String text = "x".repeat(PolicyAction.MAX_TEXT);
        String action = PolicyAction.of(answer(text, text), false);
        assertThat(reply(action)).hasSize(512);
        assertThat(action).doesNotContain("...");
        assertThat(PolicyAction.of(answer(text + "x", text + "x"), false)).contains("x... Reference ");
    }

    /** The client is told 250 by Postfix; the text is for Postfix's log. */
    @Test
    void aQuarantinedMessageIsHeldByPostfixUnderItsReference() {
        SubmissionAnswer held =
                new SubmissionAnswer(Verdict.QUARANTINE, "", "", REFERENCE, SubmissionAnswer.Source.LOG);
        assertThat(PolicyAction.of(held, false))
                .isEqualTo("action=HOLD quarantined by Sekimori, reference 7K3F-9Q2M\n\n");
        assertThat(PolicyAction.of(held, true)).isEqualTo(PolicyAction.of(held, false));
        assertThat(held.verdict().code()).isEqualTo(250);
    }

    @Test
    void anEndOfLineDoesNotEndTheAction() {
        assertThat(PolicyAction.of(answer("a\nb", "a b"), true)).isEqualTo("action=550 5.7.1 a b\n\n");
    }
}
