package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.KnownFalsePositives;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/** One slip in a rulebook is one problem at its place, and two slips are two. */
@SuppressWarnings("NullAway.Init")
class OneProblemPerMistakeTest {

    private static final String POLICY = "policy.yml";
    private static final String RULE = "volume/sudden-spike/rule.drl";

    private static RulebookFiles shipped;

    @BeforeAll
    static void read() throws RulebookException {
        shipped = RulebookFiles.read(Path.of("rules"));
    }

    private static RulebookFiles changed(RulebookFiles files, String file, String before, String after) {
        String text = files.files().getOrDefault(file, "");
        assertThat(text).contains(before);
        return files.with(file, text.replaceFirst(java.util.regex.Pattern.quote(before), after));
    }

    private static List<String> problems(RulebookFiles files) {
        RulebookException refused = catchThrowableOfType(
                RulebookException.class, () -> Rulebook.compile(files).close());
        assertThat(refused).as("the rulebook was not refused").isNotNull();
        return refused.problems().stream().map(RulebookProblem::toString).toList();
    }

    /** The line of the shipped policy on which a text begins. */
    private static int line(String text) {
        String policy = shipped.files().getOrDefault(POLICY, "");
        return policy.substring(0, policy.indexOf(text)).split("\n", -1).length;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  home: []'                   | '  home: [Japan]'                   | Japan",
                "'    messages_per_hour: 200'   | '    mesages_per_hour: 200'         | mesages_per_hour",
                "'    addresses: 20'            | '    addresses: twenty'             | such as 12.3",
                "'    addresses: 20'            | '    addresses:'                    | 'addresses'",
                "'    countries: 4'             | '  countries: 4'                    | above it has a value already",
                "'  time_zone: UTC'             | '  time_zone: Tokyo'                | Asia/Tokyo",
                "'  unknown_origin: pass'       | '  unknown_origin: pass\n  unknown_origin: pass' | twice",
                "'  thresholds:'                | '  threshold:'                      | threshold",
            })
    void aSlipInThePolicyIsReportedAloneAtItsLine(String before, String after, String said) {
        String written = after.replace("\\n", "\n");

        List<String> problems = problems(changed(shipped, POLICY, before, written));

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("policy.yml:")
                .contains(said);
    }

    @Test
    void anUnknownKeyOfAnAccountIsReportedAloneAtItsLine() {
        RulebookFiles files = changed(shipped, POLICY, "accounts: {}", "accounts:\n  a@isp.example:\n    hme: [JP]");

        assertThat(problems(files)).singleElement().asString().contains("'hme' is not known here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"not a mapping", "- a\n- list\n", "defaults: [\n", "\tdefaults:\n", "defaults: everything\n"})
    void aPolicyThatCannotBeReadAtAllIsTheOnlyProblem(String policy) {
        assertThat(problems(shipped.with(POLICY, policy)))
                .singleElement()
                .asString()
                .startsWith("policy.yml");
    }

    @Test
    void aRemovedThresholdIsMissedOnceInThePolicy() {
        assertThat(problems(changed(shipped, POLICY, "    spike_alone: 12.3", "")))
                .singleElement()
                .asString()
                .startsWith(
                        "policy.yml:" + line("  thresholds:") + ":3: 'thresholds' of the defaults lacks spike_alone,")
                .contains(RULE);
    }

    @Test
    void aPolicyThatWasCutOffIsOneProblemWithAllThatItLacks() {
        assertThat(problems(shipped.without(POLICY)))
                .singleElement()
                .asString()
                .startsWith("policy.yml: 'thresholds' of the defaults lacks addresses, ")
                .contains("spike_alone");
    }

    @Test
    void severalSlipsOfOnePolicyAreAllReported() {
        RulebookFiles files = changed(shipped, POLICY, "  home: []", "  home: [Japan]");
        files = changed(files, POLICY, "    addresses: 20", "    addresses: twenty");
        files = changed(files, POLICY, "    days_ahead: 60", "    days_ahead: 6000");

        assertThat(problems(files))
                .satisfiesExactly(
                        one -> assertThat(one).contains("Japan"),
                        two -> assertThat(two).contains("from 0 to 366"),
                        three -> assertThat(three).contains("such as 12.3"));
    }

    @Test
    void aSlipInThePolicyHidesNoneInARuleACaseOrAnotherFile() {
        RulebookFiles files = changed(shipped, POLICY, "  home: []", "  home: [Japan]");
        files = changed(files, RULE, "threshold(\"spike_alone\")", "threshold(\"spike_alon\")");
        files = changed(files, "volume/too-many-recipients/rule.drl", "recipientCount", "recipentCount");
        files = files.with(FollowUpPolicy.FILE, "defaults:\n  verdict_days: many\n");

        assertThat(problems(files))
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).contains("Japan"))
                .anySatisfy(problem -> assertThat(problem).startsWith(RULE).contains("did you mean 'spike_alone'"))
                .anySatisfy(problem -> assertThat(problem).contains("recipentCount"))
                .anySatisfy(problem -> assertThat(problem).startsWith(FollowUpPolicy.FILE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~    messages_per_hour: 200~  | ~    mesages_per_hour: 200~  | did you mean 'messages_per_hour'?",
                "~  home: []~                  | ~  home: [Japan]~            | 'Japan' is no country code; write JP",
                "~  home: []~                  | ~  home: [日本]~             | '日本' is no country code; write JP",
                "~  home: []~                  | ~  home: [jp]~               | 'jp' is no country code; write JP",
                "~  home: []~                  | ~  home: [UK]~               | 'UK' is no country code; write GB",
                "~  home: []~                  | ~  home: [JPN]~              | 'JPN' is no country code; write JP",
                "~  home: []~                  | ~  home: [EU]~               | policy.yml has no group of that name",
                "~  time_zone: UTC~            | ~  time_zone: Tokyo~         | did you mean 'Asia/Tokyo'?",
                "~  old_database: enforce~     | ~  old_databse: enforce~     | did you mean 'old_database'?",
                "~defaults:~                   | ~default:~                   | did you mean 'defaults'?",
            })
    void theNameThatWasProbablyMeantIsOffered(String before, String after, String said) {
        assertThat(problems(changed(shipped, POLICY, before, after)))
                .singleElement()
                .asString()
                .contains(said);
    }

    @Test
    void keysUnderAMissingLineAreOneProblem() {
        assertThat(problems(changed(shipped, POLICY, "  limits:\n", "")))
                .singleElement()
                .asString()
                .contains(
                        "'messages_per_hour', 'messages_per_day'",
                        "are not known here",
                        "its line is missing above them");
    }

    /** What stands under a misspelt key is read all the same, so nobody misses it. */
    @Test
    void aMisspeltKeyIsNotSaidToBeMissingAsWell() {
        RulebookFiles known =
                shipped.with(KnownFalsePositives.FILE, "sudden-spike: {newsletter: {flagged: 1, wy: known}}\n");

        assertThat(problems(known)).singleElement().asString().contains("'wy' is not known here; did you mean 'why'?");
    }

    @Test
    void aMisspeltTextOfARuleIsOneProblemInItsRuleYml() {
        RulebookFiles files = changed(
                shipped,
                "login/failures-then-success/rule.yml",
                "text: failures-then-success",
                "text: failures-then-sucess");

        assertThat(problems(files))
                .singleElement()
                .asString()
                .startsWith("login/failures-then-success/rule.yml:16:")
                .contains("failures-then-sucess.customer; did you mean 'failures-then-success'?");
    }

    @Test
    void ruleNamesInOtherFilesAreOfferedToo() {
        RulebookFiles hold = shipped.with(FollowUpPolicy.FILE, "defaults:\n  hold: {rules: [suden-spike]}\n");
        RulebookFiles known =
                shipped.with(KnownFalsePositives.FILE, "suden-spike: {newsletter: {flagged: 1, why: known}}\n");

        assertThat(problems(hold)).singleElement().asString().contains("did you mean 'sudden-spike'?");
        assertThat(problems(known)).singleElement().asString().contains("did you mean 'sudden-spike'?");
    }

    @ParameterizedTest
    @CsvSource({
        "Japan, write JP",
        "jp, write JP",
        "XX, no group of that name",
        "'United Kingdom', write GB",
        "ＪＰ, no group of that name"
    })
    void aHomeThatIsNamedOutsideTheFolderIsAFaultOfTheOption(String home, String said) {
        RulebookException refused = catchThrowableOfType(
                RulebookException.class, () -> HomeCountryOverride.apply(shipped, List.of("DE", home)));

        assertThat(refused.problems())
                .singleElement()
                .asString()
                .startsWith("--home (sekimori.home): '" + home + "'")
                .contains(said);
    }

    @Test
    void aHomeOutsideTheFolderMayBeAGroupOfThePolicy() throws RulebookException {
        RulebookFiles grouped = shipped.with(POLICY, "groups: {nordic: [NO, SE]}\ndefaults:\n  home: []\n");

        assertThat(HomeCountryOverride.apply(grouped, List.of("nordic")).files().getOrDefault(POLICY, ""))
                .contains("home: [nordic]");
    }

    @Test
    void aBrokenMessageFileIsNotSaidToLackTexts() {
        assertThat(problems(shipped.with("messages/ja.properties", "common.webmail = \\u12\n")))
                .singleElement()
                .asString()
                .startsWith("messages/ja.properties: cannot be read");
    }

    @Test
    void aMessageFileThatWasCutOffIsOneProblem() {
        assertThat(problems(shipped.with("messages/ja.properties", "common.webmail = x\n")))
                .singleElement()
                .asString()
                .startsWith("messages/ja.properties: lacks ")
                .contains("overseas-without-grant.customer", "sudden-spike.customer");
    }

    @Test
    void aBrokenRuleYmlIsNoUnknownRuleForFilesThatNameIt() {
        RulebookFiles files = changed(shipped, "volume/sudden-spike/rule.yml", "severity: ", "severity: very-")
                .with(FollowUpPolicy.FILE, "defaults:\n  hold: {rules: [sudden-spike]}\n")
                .with(KnownFalsePositives.FILE, "sudden-spike: {newsletter: {flagged: 1, why: known}}\n");

        assertThat(problems(files)).singleElement().asString().startsWith("volume/sudden-spike/rule.yml:");
    }

    @Test
    void aBrokenCaseIsNoMissingHitOrNearMiss() {
        String file = shipped.files().keySet().stream()
                .filter(name -> name.startsWith("volume/sudden-spike/tests/"))
                .findFirst()
                .orElseThrow();
        RulebookFiles one =
                MinimalRulebook.of("overseas", "s.flag(\"x\");").with("test/small/tests/hit.yml", "title: [\n");

        assertThat(problems(shipped.with(file, "title: [\n")))
                .singleElement()
                .asString()
                .startsWith(file);
        assertThat(problems(one)).singleElement().asString().startsWith("test/small/tests/hit.yml");
    }

    @Test
    void aBrokenFollowUpReportsEachOfItsSlips() {
        RulebookFiles files = shipped.with(
                FollowUpPolicy.FILE,
                "defaults:\n  verdict_days: many\n  hold: {rules: [nonsense]}\n  watch: {thresholds: {nothing: 1}}\n");

        assertThat(problems(files)).hasSize(3).allMatch(problem -> problem.startsWith(FollowUpPolicy.FILE));
    }
}
