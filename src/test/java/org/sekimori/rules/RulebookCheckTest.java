package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.rules.RulebookCheck.CheckReport;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/** What {@code rules check} says beyond that a rulebook compiles. */
class RulebookCheckTest {

    @TempDir
    private Path folder;

    private CheckReport check(RulebookFiles files) throws IOException {
        write(files);
        return RulebookCheck.check(folder, false);
    }

    private void write(RulebookFiles files) throws IOException {
        for (Map.Entry<String, String> file : files.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Locked, so that warnings about the lock do not disturb. */
    private List<String> warnings(RulebookFiles files) throws IOException, RulebookException {
        write(files);
        try (Rulebook rulebook = Rulebook.compile(files)) {
            Files.writeString(
                    folder.resolve(RulebookFiles.VERSION_LOCK),
                    VersionLock.of(files, rulebook.specs().values()).text());
        }
        CheckReport report = RulebookCheck.check(folder, false);
        assertThat(report.errors()).isEmpty();
        return report.warnings().stream().map(RulebookProblem::toString).toList();
    }

    private static RulebookFiles small(String condition) {
        return MinimalRulebook.of(MinimalRulebook.rule(
                                "small: all", "threshold(\"many\") > threshold(\"few\") || overseas", "s.flag(\"x\");")
                        .replace(
                                "threshold(\"many\") > threshold(\"few\") || overseas",
                                "sent(\"1h\") > threshold(\"many\")" + ", sent(\"2h\") > threshold(\"few\")")
                + MinimalRulebook.rule("small", condition, "s.flag(\"x\");"));
    }

    @Test
    void theShippedRulebookIsCleanAndItsVersionsAreRecorded() throws Exception {
        CheckReport report = RulebookCheck.check(Path.of("rules"), false);
        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.rules()).isEqualTo(28);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            overseas, !overseas                                          ; 31 ; exclude each other
            overseas == true, overseas == false                          ; 48 ; exclude each other
            grant != null, !overseas                                     ; 36 ; exclude each other
            grant != null, originKind == "relay"                         ; 47 ; two different texts
            grant == null, grant != null                                 ; 42 ; contradicts another condition
            sent("1h") >= recipients("1h"), sent("1h") < recipients("1h"); 64 ; contradicts another condition
            sent("1h") > sent("2h"), sent("2h") > sent("1h")             ; 57 ; contradicts another condition
            sent("1h") >= threshold("many"), sent("1h") < threshold("few"); 65 ; at least 10 and less than 2
            sent("1h") < 0                                               ; 32 ; can never match
            bounceShare("1d") > 1                                        ; 39 ; can never match
            spike("messages") < threshold("few"), spike("messages") > threshold("many") ; 77 ; can never match
            bounceShare("1d") > threshold("many")                        ; 39 ; at most 1 and more than 10
            recipientCount > 1 && recipientCount == 0                    ; 58 ; can never match
            originKind == "abroad"                                       ; 32 ; country, internal, relay, unknown
            channel == "smtp"                                            ; 29 ; api, submission, webmail
            country == "de"                                              ; 29 ; two capital letters
            country in ("DE", "FR"), country == "JP"                     ; 54 ; two different texts
            (overseas && !overseas) || sent("1h") < 0                    ; 34 ; can never match
            recipientCount >= 0                                          ; 36 ; always holds
            true                                                         ; 21 ; the same for every submission
            threshold("many") > threshold("few")                         ; 39 ; the same for every submission
            sent("1h") == sent("1h")                                     ; 32 ; the same for every submission
            """)
    void aConditionThatCannotBeMeantIsNamed(String condition, int column, String part) throws Exception {
        assertThat(warnings(small(condition))).anySatisfy(warning -> assertThat(warning)
                .startsWith(MinimalRulebook.DRL + ":9:" + column + ": ")
                .contains(part));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overseas, grant == null",
                "overseas || !overseas",
                "sent(\"1h\") >= threshold(\"few\"), sent(\"1h\") < threshold(\"many\")",
                "sent(\"1h\") >= threshold(\"few\"), sent(\"2h\") < threshold(\"few\")",
                "originKind != \"relay\", originKind != \"internal\"",
                "newRecipientShare(\"1d\") == -1",
                "country == \"\""
            })
    void aConditionThatMayHoldIsNot(String condition) throws Exception {
        assertThat(warnings(small(condition))).isEmpty();
    }

    @Test
    void rulesThatRepeatEachOtherAreNamed() throws Exception {
        String first =
                MinimalRulebook.rule("small: a", "sent(\"1h\") > threshold(\"many\"), !exempt", "s.flag(\"x\");");
        String same = MinimalRulebook.rule(
                "small: b", "exempt == false && (sent(\"1h\")>threshold(\"many\"))", "s.flag(\"y\");");
        String narrower = MinimalRulebook.rule(
                "small: c",
                "sent(\"1h\") > threshold(\"many\"), !exempt, sent(\"1d\") > threshold(\"few\")",
                "s.flag(\"z\");");
        String stronger = narrower.replace("small: c", "small: d").replace("s.flag", "s.reject");
        assertThat(warnings(MinimalRulebook.of(first + same + narrower + stronger)))
                .satisfiesExactly(
                        warning -> assertThat(warning)
                                .startsWith(MinimalRulebook.DRL + ":7:1: ")
                                .contains("has the conditions of \"small: a\""),
                        warning -> assertThat(warning)
                                .startsWith(MinimalRulebook.DRL + ":13:1: ")
                                .contains("can only match when"));
    }

    @Test
    void whatNobodyReadsIsNamed() throws Exception {
        RulebookFiles files = MinimalRulebook.of("sent(\"1h\") > threshold(\"many\")", "s.flag(\"x\");")
                .with("test/small/extra.yml", "title: a case in the wrong place")
                .with(
                        "messages/en.properties",
                        MinimalRulebook.of("").files().get("messages/en.properties") + "gone.customer = x\n");
        assertThat(warnings(files))
                .satisfiesExactly(
                        warning -> assertThat(warning)
                                .startsWith("messages/en.properties:6:1: ")
                                .contains("gone.customer"),
                        warning -> assertThat(warning)
                                .startsWith("policy.yml:4:5: ")
                                .contains("threshold(\"few\")"),
                        warning -> assertThat(warning).startsWith("test/small/extra.yml: is not read"));
    }

    /** A label is spelt twice, so it can be spelt in two ways. */
    @Test
    void aLabelThatNoRuleGivesIsNamedWithANearOne() throws Exception {
        String gives = MinimalRulebook.rule("small: probes", "overseas", "s.label(\"seen-probing\", \"7d\");");
        assertThat(warnings(MinimalRulebook.of(
                        gives + MinimalRulebook.rule("small", "labelled(\"seen-probin\")", "s.flag(\"x\");"))))
                .filteredOn(warning -> warning.contains("label"))
                .singleElement()
                .asString()
                .contains(
                        MinimalRulebook.DRL + ":",
                        "no rule gives the label 'seen-probin', so it is never there; did you mean 'seen-probing'?");
        assertThat(warnings(MinimalRulebook.of(
                        gives + MinimalRulebook.rule("small", "labelled(\"seen-probing\")", "s.flag(\"x\");"))))
                .noneMatch(warning -> warning.contains("label"));
    }

    /** Lists are no part of the rulebook: who has a service at hand says which there are. */
    @Test
    void aListOnWhichNothingIsIsNamedWithANearOne() throws Exception {
        RulebookFiles files = MinimalRulebook.of(
                MinimalRulebook.rule("small", "listed(\"network:spam-host\") || listed(\"club\")", "s.flag(\"x\");"));
        assertThat(RulebookCheck.unknownLists(files, Set.of("spam-hosts", "club")))
                .singleElement()
                .asString()
                .contains(
                        MinimalRulebook.DRL + ":",
                        "nothing is on a list 'spam-host' of the running service",
                        "did you mean 'spam-hosts'?");
        assertThat(RulebookCheck.unknownLists(files, Set.of("spam-host", "club")))
                .isEmpty();
        assertThat(RulebookCheck.unknownLists(files, Set.of())).hasSize(2);
    }

    @Test
    void ruleTestsInTheFormerFolderAreReadAndWarnedOf() throws Exception {
        RulebookFiles files = small("overseas");
        for (String name : List.of("hit.yml", "miss.yml")) {
            String text = files.files().getOrDefault("test/small/tests/" + name, "");
            files = files.without("test/small/tests/" + name).with("test/small/cases/" + name, text);
        }
        try (Rulebook rulebook = Rulebook.compile(files)) {
            assertThat(rulebook.ruleTests()).hasSize(2);
        }
        assertThat(warnings(files))
                .singleElement()
                .asString()
                .startsWith("test/small/cases/: rule tests belong into tests/");
    }

    @Test
    void aRuleThatIsOffSaysWhyAndIsRightAllTheSame() throws Exception {
        RulebookFiles off = small("overseas")
                .with(MinimalRulebook.YML, MinimalRulebook.METADATA.replace("mode: enforce", "mode: off"));
        assertThat(warnings(off))
                .singleElement()
                .asString()
                .startsWith(MinimalRulebook.YML + ":6:7: ")
                .contains("mode: off  # why");
        assertThat(warnings(off.with(
                        MinimalRulebook.YML,
                        MinimalRulebook.METADATA.replace(
                                "mode: enforce", "mode: off  # until the limits are agreed on"))))
                .isEmpty();
        assertThat(check(off.with(MinimalRulebook.DRL, MinimalRulebook.rule("small", "oversees", "s.flag(\"x\");")))
                        .errors())
                .anySatisfy(problem -> assertThat(problem.message()).contains("did you mean 'overseas'?"));
    }

    @Test
    void aRuleTestThatNeedsARuleWhichIsNotThereIsWarnedOf() throws Exception {
        RulebookFiles files = small("overseas");
        String miss = files.files().getOrDefault("test/small/tests/miss.yml", "");

        assertThat(warnings(files.with("test/small/tests/other.yml", miss + "with: [small, smal]\n")))
                .singleElement()
                .asString()
                .startsWith("test/small/tests/other.yml:6:15: there is no rule 'smal', so this test is never run")
                .contains("'small'");
        assertThat(warnings(files.with("test/small/tests/other.yml", miss + "with: [small]\n")))
                .isEmpty();
    }

    @Test
    void aBandOfEvidenceThatIsMovedPastTheNextIsWarnedOf() throws Exception {
        RulebookFiles files =
                small("overseas").with("evidence/weights.yml", "bands: {watch: 5, flag: 7, quarantine: 9, hold: 11}\n");

        assertThat(warnings(files.with("policy.yml", MinimalRulebook.POLICY + "    evidence_flag: 10\n")))
                .singleElement()
                .asString()
                .startsWith("policy.yml:5:5: evidence_quarantine is 9.0, below evidence_flag, which is 10.0");
        assertThat(warnings(files.with(
                        "policy.yml", MinimalRulebook.POLICY + "    evidence_flag: 8\n    evidence_watch: 8\n")))
                .isEmpty();
    }

    @Test
    void aNumberInAConditionBelongsIntoThePolicy() throws Exception {
        CheckReport report = check(MinimalRulebook.of(
                "sent(\"1h\") > 50, sent(\"1d\") > 1, bounceShare(\"1d\") > 0.25 * 2", "s.flag(\"x\", \"n\", 840);"));
        assertThat(report.errors())
                .extracting(RulebookProblem::place)
                .contains(MinimalRulebook.DRL + ":3:34", MinimalRulebook.DRL + ":3:74", MinimalRulebook.DRL + ":3:81");
        assertThat(report.errors().get(0).message()).contains("write threshold(\"name\") and put 50 under thresholds");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            title: A rule to try things with                            | title: >-\\n  A title that goes on and on, so that no list of rules could show it in one single line of it | title
            owner: nobody                                               | owner: The Abuse Desk | owner
            description: It stands for any rule that somebody writes.   | description: Bad mail | description
            false_positives: Everybody whom its conditions hit.         | false_positives: none | false_positives
            what_to_do: Look at the condition that is tried.            | what_to_do: look | what_to_do
            """)
    void metadataThatHelpsNobodyIsAnError(String line, String instead, String key) throws Exception {
        String yml = MinimalRulebook.METADATA.replace(line, instead.replace("\\n", "\n"));
        CheckReport report = check(small("overseas").with(MinimalRulebook.YML, yml));
        assertThat(report.errors()).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(MinimalRulebook.YML);
            assertThat(problem.line()).isPositive();
            assertThat(problem.column()).isPositive();
            assertThat(problem.message()).startsWith("'" + key + "' must");
        });
    }
}
