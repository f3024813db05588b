package org.sekimori.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

class NoticeTemplatesTest {

    private static final String FILE = "notices/en/digest.txt";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{password}",
                "{account.name}",
                "{T(java.lang.Runtime)}",
                "${account}{env}",
                "\u001b[2J",
                "a\u0000b"
            })
    void whatIsNoPlaceholderOfTheListIsRefusedWithItsLine(String text) {
        List<RulebookProblem> problems = new ArrayList<>();

        NoticeTemplates.read(
                new RulebookFiles(new TreeMap<>(Map.of(FILE, "Subject: More cases\n\nThere are " + text + "\n"))),
                problems);

        assertThat(problems)
                .filteredOn(problem -> problem.file().equals(FILE))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    }

    @Test
    void aValueIsPutInOnceAndNeverReadAsAText() {
        NoticeTemplates.NoticeText text = NoticeTemplates.shipped()
                .text("was-this-you", Locale.ENGLISH, Map.of("account", "{contact}$1\\", "contact", "the desk"));

        assertThat(text.body()).contains("{contact}$1\\");
    }

    private static final Map<String, String> PROVIDER = Map.of(
            "account", "hanako@isp.example",
            "provider", "みほんメール",
            "phone", "0120-000-000",
            "contact", "support@isp.example",
            "country", "ドイツ",
            "time", "2026年6月1日 18:00（日本時間）");

    @ParameterizedTest
    @CsvSource({"case-opened", "account-held", "released", "case-closed", "was-this-you", "grant-ending"})
    void whatACustomerReadsIsSignedByTheProviderAndNeedsNoLink(String kind) {
        for (Locale language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            NoticeTemplates.NoticeText text = NoticeTemplates.shipped().text(kind, language, PROVIDER);
            boolean japanese = language.equals(Locale.JAPANESE);

            assertThat(text.subject()).startsWith(japanese ? "【みほんメール】" : "[みほんメール] ");
            assertThat(text.body())
                    .startsWith(japanese ? "hanako@isp.example をご利用のお客さま\n" : "To the owner of hanako@isp.example,\n")
                    .contains(
                            "0120-000-000",
                            "support@isp.example",
                            japanese ? "パスワードをおたずねすることはありません" : "never ask for your password");
            String signature = text.body().substring(text.body().lastIndexOf(japanese ? "────" : "\n--\n"));
            assertThat(signature).contains("みほんメール", "0120-000-000", "support@isp.example");
        }
    }

    @Test
    void theQuestionHasTheSubjectAndTheTwoCasesOfAProviderOfTheCountry() {
        NoticeTemplates.NoticeText text = NoticeTemplates.shipped().text("was-this-you", Locale.JAPANESE, PROVIDER);

        assertThat(text.subject()).isEqualTo("【みほんメール】ドイツからのメール送信をお断りしました（ご確認のお願い）");
        assertThat(text.body()).contains("2026年6月1日 18:00（日本時間）に、ドイツからと判定された接続", "■ お心当たりがない場合", "■ お心当たりがある場合");
    }

    @Test
    void aRulebookWithNoticesOfItsOwnSaysWhatCameLaterInTheShippedWords() throws RulebookException {
        RulebookFiles files = new RulebookFiles(new TreeMap<>());
        for (String kind : NoticeTemplates.KINDS) {
            if (!List.of("case-closed", "desk-released", "desk-case-closed").contains(kind)) {
                files = files.with("notices/en/" + kind + ".txt", "Subject: own\n\nown\n");
            }
        }
        List<RulebookProblem> problems = new ArrayList<>();
        NoticeTemplates texts = NoticeTemplates.read(files, problems);

        assertThat(problems).isEmpty();
        assertThat(texts.text("released", Locale.JAPANESE, PROVIDER).subject()).isEqualTo("own");
        assertThat(texts.text("case-closed", Locale.JAPANESE, PROVIDER).subject())
                .startsWith("【みほんメール】");
    }
}
