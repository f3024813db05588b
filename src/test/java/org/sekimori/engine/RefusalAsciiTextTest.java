package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** A refusal has a text in the domain's language, and one that SMTP can carry. */
class RefusalAsciiTextTest {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");

    /** What a submission from Germany is told. */
    private static SubmissionAnswer refused(String policy, String account) throws Exception {
        try (Rulebook rulebook = Rulebook.compile(TestPolicy.rulebook("defaults:\n  home: [JP]\n" + policy));
                SingleAccountHarness one = new SingleAccountHarness(rulebook, account)) {
            List<StepOutput> outputs =
                    one.outputs(TestEventBuilder.submission(NOW).from("DE", "91.10.20.30"));
            return outputs.stream()
                    .filter(StepOutput.AnswerSent.class::isInstance)
                    .map(output -> ((StepOutput.AnswerSent) output).answer())
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aJapaneseDomainIsToldInJapaneseAndInPlainEnglish() throws Exception {
        SubmissionAnswer answer = refused("  language: ja\n", "taro@jp.example");

        assertThat(answer.text()).contains("ドイツからの接続と判定したため", "受付番号 " + answer.reference());
        assertThat(answer.plain())
                .matches("[ -~]+")
                .contains(
                        "come from Germany, and sending from there is not enabled for taro@jp.example",
                        "Reference " + answer.reference());
    }

    @Test
    void whatTheOperatorNamesInOtherCharactersGivesWayToTheGeneralWord() throws Exception {
        SubmissionAnswer answer = refused("  language: ja\n  webmail: ウェブメール\n", "太郎@jp.example");

        assertThat(answer.text()).contains("ウェブメール", "太郎@jp.example");
        assertThat(answer.plain())
                .matches("[ -~]+")
                .contains("our webmail", "your account", "Reference " + answer.reference());
    }

    @Test
    void anEnglishDomainHasOneText() throws Exception {
        SubmissionAnswer answer = refused("", "alice@isp.example");

        assertThat(answer.plain()).isEqualTo(answer.text());
    }
}
