package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.rules.language.RuleLint;
import org.sekimori.rules.source.RulebookFiles;

/** The desk reads reasons in its language: message files have them as the rule says them, and in other languages. */
class ReasonTranslationTest {

    private static Rulebook shipped;

    @BeforeAll
    static void compile() throws Exception {
        shipped = Rulebook.compile(RulebookFiles.read(Path.of("rules")));
    }

    @AfterAll
    static void release() {
        shipped.close();
    }

    @Test
    void everyReasonOfTheShippedRulesIsThereInEnglishAndJapanese() throws Exception {
        for (DrlFile file : shipped.drl()) {
            Map<String, String> english = shipped.messages().reasons(file.spec().id());
            Set<String> said = new HashSet<>(RuleLint.reasons(file.rules()));
            assertThat(Set.copyOf(english.values()))
                    .as(
                            "reasons of %s in rules/messages/en.properties",
                            file.spec().id())
                    .isEqualTo(said);
            assertThat(english.keySet()).allMatch(key -> shipped.messages().has("ja", key));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send-limit|200 messages today, the limit is 200|今日 200 通を送信済みで、上限は 200 通です",
                "many-places|used from 4 countries in 24 hours: BR DE IN JP|24 時間に 4 か国から利用されました: BR DE IN JP",
                "sudden-spike|41 messages today, 2.5 are usual, mostly to people never written to before|今日 41 通（通常は 2.5 通）。ほとんどが初めての宛先です",
                "sudden-spike|41 messages today, 2.5 are usual: once in 10^6.5 days|今日 41 通（通常は 2.5 通）。10^6.5 日に一度の多さです",
                "account-on-hold|on hold since 2026-06-01T09:00:00Z by sato via cli|2026-06-01T09:00:00Z から停止中です（担当 sato via cli）",
                "stolen-account|watch: from a network never used, to 20 people, none of them ever written to, by a mail program that the account never used|要注意: 使われたことのないネットワークからです。宛先 20 人の全員が、これまでに書いたことのない相手です。このアカウントが使ったことのないメールソフトです",
                "stolen-account|to people never written to before, to 15 domains within a day from networks that are not the owner's|これまでに書いたことのない相手宛てです。ご本人のものでないネットワークから 1 日に 15 のドメインへ送られています",
                "certainly-stolen|from BR, where the account never was, said otherwise|このアカウントが使われたことのない BR からです。said otherwise",
                "send-limit|said by a version that said it otherwise|said by a version that said it otherwise",
                "other-rule|200 messages today, the limit is 200|200 messages today, the limit is 200"
            })
    void aRecordedReasonIsSaidInJapaneseWithItsValues(String rule, String reason, String japanese) {
        assertThat(shipped.messages().reason("ja", rule, reason)).isEqualTo(japanese);
        assertThat(shipped.messages().reason("fr", rule, reason)).isEqualTo(reason);
    }

    /** A value is text that others may have chosen, such as a HELO name: it ends nowhere but where the reason goes on. */
    @Test
    void braceAndMarkInAValueStayWhatTheyAre() {
        assertThat(shipped.messages().reason("ja", "unknown-origin", "the origin has no usable country: {sent} $1"))
                .isEqualTo("送信元の国を判定できません: {sent} $1");
    }

    private static RulebookFiles with(String english, String japanese) {
        RulebookFiles files = MinimalRulebook.of("recipientCount > 0", "s.find(\"{n} of them\", \"n\", 7).flag();");
        String texts = files.files().getOrDefault("messages/en.properties", "");
        return files.with("messages/en.properties", texts + english + "\n")
                .with("messages/ja.properties", texts + japanese + "\n");
    }

    @Test
    void aTextThatNamesAValueThatTheReasonLacksIsRefused() {
        assertThatThrownBy(() -> Rulebook.compile(with("small.reason.a = {n} of them", "small.reason.a = {m} 件")))
                .hasMessageContaining("messages/ja.properties")
                .hasMessageContaining("small.reason.a names {m}, which the English text lacks");
        assertThatThrownBy(() -> Rulebook.compile(with("", "small.reason.a = {n} 件")))
                .hasMessageContaining(
                        "small.reason.a has no English text, which must be the reason as the rule says it");
    }

    @Test
    void anEnglishTextThatTheRuleDoesNotSayIsAWarning() throws Exception {
        RulebookFiles said = with("small.reason.a = {n} of them", "small.reason.a = {n} 件");
        RulebookFiles other = with("small.reason.a = {n} of these", "small.reason.a = {n} 件");
        assertThat(RulebookCheck.check(said, null, false).warnings())
                .noneMatch(one -> one.message().contains("reason"));
        assertThat(RulebookCheck.check(other, null, false).warnings())
                .filteredOn(one -> one.message().startsWith("no rule says this reason"))
                .hasSize(2);
    }
}
