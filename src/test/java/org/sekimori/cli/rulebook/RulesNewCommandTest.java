package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.cli.CommandRun;
import org.sekimori.engine.RuleTestRunner;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.SomeShippedRules;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

class RulesNewCommandTest {

    @TempDir
    private Path scratch;

    private Path rules = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        rules = scratch.resolve("rules");
        SomeShippedRules.write(rules, "many-places", "sudden-spike");
    }

    private CommandRun make(String folder) {
        return CommandRun.run("rules", "new", folder, "--rules", rules.toString());
    }

    /** In this process, where the shipped rules are compiled once for all tests. */
    private CommandRun check(String... more) {
        return CommandRun.run(
                new RulesCheckCommand(RulebookCheck::check),
                Stream.concat(Stream.of("--rules", rules.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private SortedMap<String, String> everything() throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(rules)) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                all.put(rules.relativize(path).toString(), Files.readString(path));
            }
        }
        return all;
    }

    @Test
    void aNewRulePassesItsChecksAndItsTestsInShadowMode() throws IOException, RulebookException {
        rules = scratch.resolve("shipped");
        RulebookFolders.copy(Path.of("rules"), rules);
        CommandRun made = make("places/my-rule");
        assertThat(made.code()).as(made.out() + made.err()).isZero();
        CommandRun check = check();
        assertThat(check.out()).contains("29 rules", "0 errors, 1 warning", "my-rule as a rule that is being written");
        assertThat(check.code()).isZero();
        try (Rulebook rulebook = Rulebook.compile(RulebookFiles.read(rules))) {
            assertThat(rulebook.spec("my-rule").mode()).isEqualTo(Mode.SHADOW);
            assertThat(rulebook.ruleTests().stream()
                            .filter(one -> one.rule().equals("my-rule"))
                            .map(one -> one.expected().hit()))
                    .containsExactlyInAnyOrder(true, false);
            assertThat(RuleTestRunner.run(rulebook)).isEmpty();
        }
        assertThat(check("--lock", "--strict").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"auth_failed", "bounced"})
    void aNewRuleOnOtherEventsPassesItsTestsToo(String trigger) throws RulebookException {
        CommandRun made =
                CommandRun.run("rules", "new", "login/my-rule", "--trigger", trigger, "--rules", rules.toString());
        assertThat(made.code()).as(made.out() + made.err()).isZero();
        assertThat(check().out()).contains(", 0 errors, ");
        try (Rulebook rulebook = Rulebook.compile(RulebookFiles.read(rules))) {
            assertThat(RuleTestRunner.run(rulebook)).isEmpty();
        }
    }

    @Test
    void aTriggerWithoutATemplateIsRefused() {
        CommandRun made =
                CommandRun.run("rules", "new", "login/my-rule", "--trigger", "x", "--rules", rules.toString());
        assertThat(made.code()).isNotZero();
        assertThat(made.err())
                .contains("--trigger x: there is no template for it, but for submission, auth_failed, bounced");
    }

    @Test
    void itOnlyAddsLinesToTheFilesThatThereAre() throws IOException {
        SortedMap<String, String> before = everything();
        make("places/my-rule");
        SortedMap<String, String> after = everything();
        before.forEach((file, text) -> {
            List<String> left = after.getOrDefault(file, "").lines().toList();
            assertThat(left).as(file).containsSubsequence(text.lines().toList());
            assertThat(left.size() - text.lines().count()).as(file).isLessThanOrEqualTo(2);
        });
        assertThat(after.get("policy.yml"))
                .contains("    failing_networks: 5             # the owner's own devices with an old password are in "
                        + "fewer\n    # my-rule\n    my_rule_least: 50               # from so many on it "
                        + "matches\n\n  # Named in the texts");
        assertThat(after.get("messages/ja.properties")).contains("\nmy-rule.customer = {account} ");
    }

    @Test
    void whileItIsWrittenItNeedsNoNewVersionAndOnceRecordedItDoes() throws IOException {
        make("places/my-rule");
        Path drl = rules.resolve("places/my-rule/rule.drl");
        RulebookFolders.edit(drl, "!familiar, ", "!familiar, overseas, ");
        assertThat(check().code()).isZero();
        assertThat(check("--lock").code()).isZero();
        RulebookFolders.edit(drl, "overseas, ", "");
        assertThat(check().out()).contains("'version' is still 1, and the rule has changed since; raise it to 2");
    }

    @ParameterizedTest
    @CsvSource({
        "my-rule, must be <family>/<rule>",
        "places/My-Rule, must be <family>/<rule>",
        "places/../evil, must be <family>/<rule>",
        "places/my rule, must be <family>/<rule>",
        "places/class, has a word of Java",
        "places/rules-failed, is what findings about rules that failed are named",
        "places/many-places, places/many-places exists",
        "other/many-places, a rule many-places exists in places/many-places"
    })
    void aBadNameIsRefusedAndChangesNothing(String name, String why) throws IOException {
        SortedMap<String, String> before = everything();
        CommandRun made = make(name);
        assertThat(made.code()).isNotZero();
        assertThat(made.err() + made.out()).contains(why);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whatIsLeftOfADeletedRuleIsKeptAndItsVersionsAreNotUsedAgain() throws IOException, RulebookException {
        make("places/my-rule");
        check("--lock");
        RulebookFolders.edit(rules.resolve("policy.yml"), "my_rule_least: 50", "my_rule_least: 60");
        for (String file : List.of("rule.yml", "rule.drl", "tests/fires.yml", "tests/near-miss.yml", "tests", "")) {
            Files.delete(rules.resolve("places/my-rule").resolve(file));
        }
        CommandRun made = make("places/my-rule");
        assertThat(made.out()).contains("my_rule_least already; it is kept", "version 2");
        assertThat(rules.resolve("policy.yml"))
                .content()
                .contains("my_rule_least: 60")
                .doesNotContain(": 50  ");
        assertThat(RulebookFiles.read(rules).files().get("places/my-rule/rule.yml"))
                .contains("version: 2");
        assertThat(check().code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "defaults: {home: [JP]}",
        "defaults: {}",
        "groups: {}",
        "'defaults:\n  thresholds:\n  home: [JP]'",
        "'defaults:\n  thresholds: {}   # none\n  home: [JP]'",
        "'defaults:\n    thresholds:\n        a: 1  # one\n        # b: 2\n    home:\n    - JP'",
        "'defaults:\n  home:\n  - JP\n\n# end'",
        "'# 東京 𝄞\ndefaults: {thresholds: {a: 1}, home: [JP]}'"
    })
    void aThresholdIsPutIntoAPolicyOfAnyShape(String policy) throws IOException, RulebookException {
        Files.writeString(rules.resolve("policy.yml"), policy);
        CommandRun made = make("places/my-rule");
        assertThat(made.code()).as(made.out() + made.err()).isZero();
        String after = Files.readString(rules.resolve("policy.yml"));
        DomainPolicies read = DomainPolicies.parse(after);
        assertThat(read.defaults().thresholds()).containsEntry("my_rule_least", 50.0);
        assertThat(read.defaults().home())
                .isEqualTo(DomainPolicies.parse(policy).defaults().home());
        policy.lines().filter(line -> line.contains("#")).forEach(line -> assertThat(after)
                .contains(line.substring(line.indexOf('#'))));
    }

    @Test
    void aFolderThatIsNoRulebookIsNamed() throws IOException {
        CommandRun made = CommandRun.run(
                "rules",
                "new",
                "places/my-rule",
                "--rules",
                scratch.resolve("none").toString());
        assertThat(made.code()).isOne();
        assertThat(made.out())
                .contains("none")
                .contains("is not a folder; name the folder of the rules with --rules DIR");
        Files.writeString(rules.resolve("policy.yml"), "defaults: [\n");
        assertThat(make("places/my-rule").out()).contains("policy.yml:", "No rule was made.");
    }
}
