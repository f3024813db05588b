package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding;
import org.sekimori.profile.Profile;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/** What a rule may say, and what its author is told otherwise. */
class RuleLanguageTest {

    private static List<RulebookProblem> problems(RulebookFiles files) {
        RulebookException refused = catchThrowableOfType(
                RulebookException.class, () -> Rulebook.compile(files).close());
        assertThat(refused).as("the rulebook was not refused").isNotNull();
        return refused.problems();
    }

    private static void refused(RulebookFiles files, int line, int column, String part) {
        assertThat(problems(files)).singleElement().satisfies(problem -> {
            assertThat(problem.place()).isEqualTo(MinimalRulebook.DRL + ":" + line + ":" + column);
            assertThat(problem.message()).contains(part);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            recipentCount > threshold("many")       | 21 | did you mean 'recipientCount'?
            overseas, nonsense                      | 31 | no property 'nonsense'
            recipientCount > "abc"                  | 38 | "abc" is a text
            recipientCount                          | 21 | a condition must be true or false
            sent > 1                                | 21 | write sent("1h")
            overseas()                              | 21 | write it without parentheses
            isOverseas()                            | 21 | write overseas instead of isOverseas()
            s.overseas                              | 23 | is not allowed
            s.sent("1h") > 1                        | 21 | leave 's.' out
            sentt("1h") > 1                         | 21 | did you mean 'sent'?
            sent("1h", "2h") > 1                    | 21 | is written sent("1h")
            sent(country) > 1                       | 26 | takes a text in double quotes
            sent("5x") > 1                          | 26 | a window is 1m to 60m
            sent("36d") > 1                         | 26 | a window is 1m to 60m
            distinctCountries("7d") > 1             | 39 | up to 24h
            failures("2d") > 1                      | 30 | up to 24h
            rate("2h") > 1                          | 26 | Known are 10m, 1h, 24h
            spike("mails") > 1                      | 27 | Known are messages, new_recipients, recipients
            threshold("meny") > 1                   | 31 | did you mean 'many'?
            limit("messages_per_week") > 1          | 27 | messages_per_day
            country == null                         | 29 | never null
            country == 1                            | 29 | cannot compare country, a text, with 1, a number
            country > 1                             | 21 | compares numbers
            grant == hold                           | 27 | compare it with null
            grant                                   | 21 | must be true or false
            hold.by == "x"                          | 26 | grant != null
            overseas == 1                           | 30 | cannot compare
            overseas && recipientCount              | 33 | joins what is true or false
            !recipientCount                         | 22 | needs true or false
            1 < recipientCount < sent("1h")         | 40 | a < b && b < c
            overseas = true                         | 30 | write == to compare
            overseas & exempt                       | 30 | write &&
            country in (recipientCount)             | 33 | takes texts in double quotes
            country.repeat("9")                     | 29 | allowed are contains
            country.isEmpty                         | 29 | is not allowed
            country matches "D."                    | 29 | rules have no operator 'matches'; there are no regular expressions
            country == 'DE'                         | 32 | in double quotes
            (overseas ? 1 : 0) == 1                 | 31 | a choice is not allowed in a condition
            time > 1                                | 21 | can only be shown
            reject("x")                             | 21 | is an action
            x : overseas                            | 23 | conditions are joined by commas
            overseas exempt                         | 30 | conditions are joined by commas
            (((((((overseas)))))))                  | 26 | nested deeper
            recipientCount > 12345678901            | 38 | nine digits
            recipientCount > 1L                     | 38 | a number is written
            """)
    void aWrongConditionIsNamedWithItsPlace(String condition, int column, String part) {
        refused(MinimalRulebook.of(condition, "s.flag(\"x\");"), 3, column, part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            s.rejct("x");                           |  7 | did you mean 'reject'?
            s.flag();                               |  7 | needs a reason
            s.flag(1);                              | 12 | the reason must be a text
            s.flag("x", "count");                   | 17 | has a name and no value
            s.flag("x", "Count of", 1);             | 17 | small letters
            s.flag("x", s.getCountry(), 1);         | 19 | here a name is due
            s.flag("x", "n", s.country);            | 24 | write s.getCountry()
            s.flag("x", "n", country);              | 22 | as in s.getCountry()
            s.flag("x", "n", s);                    | 22 | itself is no value
            s.flag("x", "n", s.getGrant());         | 24 | name one part
            s.flag("x" + s.getHold().by());         | 30 | add the condition hold != null
            s.flag("x" + s.getCuntry());            | 20 | did you mean 'getCountry'?
            s.flag("x" + s.sent("99d"));            | 25 | a window is
            s.flag("x" + (s.getCountry() == "DE"));  | 34 | .equals
            s.flag("x" * 2);                        | 12 | calculates with numbers
            s.flag("x")                             |  5 | a call ends with ';'
            s.flag("x").toString();                 | 17 | only on s.find(…) effects are called
            t.flag("x");                            |  5 | a consequence calls s.flag
            flag("x");                              |  5 | may only call
            int i = 0;                              |  5 | may only call
            if (s.isOverseas()) s.flag("x");        |  5 | write a second rule
            for (;;) s.flag("x");                   |  5 | loops are not allowed
            """)
    void aWrongConsequenceIsNamedWithItsPlace(String consequence, int column, String part) {
        RulebookFiles files = MinimalRulebook.of("overseas", consequence);
        if (part.contains("ends with ';'")) {
            // The missing sign is noticed at the next word.
            assertThat(problems(files).get(0).place()).isEqualTo(MinimalRulebook.DRL + ":6:1");
        } else {
            refused(files, 5, column, part);
        }
    }

    @Test
    void placesAreThoseOfTheFileOnItsFirstLineToo() {
        refused(
                MinimalRulebook.of("rule \"small\" when s : Submission( oversees ) then s.flag(\"x\"); end"),
                1,
                35,
                "overseas");
        refused(MinimalRulebook.of("import java.util.List"), 1, 1, "imports are not allowed");
    }

    @Test
    void aFileWithSeveralMistakesNamesThemAll() {
        String drl = MinimalRulebook.rule("small", "oversees, sent(\"5x\") > 1", "s.flagg(\"x\");")
                + MinimalRulebook.rule("other", "overseas", "s.flag(\"x\");")
                + MinimalRulebook.rule("other", "overseas", "");
        assertThat(problems(MinimalRulebook.of(drl)))
                .extracting(RulebookProblem::line)
                .containsExactlyInAnyOrder(3, 3, 5, 7, 13, 13, 13);
    }

    @Test
    void aRuleHasOnePatternAndMayHaveASalience() {
        refused(MinimalRulebook.of("rule \"small\"\nwhen\nthen\nend"), 3, 1, "s : Submission( … )");
        refused(
                MinimalRulebook.of(
                        "rule \"small\"\nwhen\n s : Submission()\n not Submission( overseas )\nthen\n s.flag(\"x\");\nend"),
                4,
                6,
                "patterns beside that of the submission are over Sign");
        refused(
                MinimalRulebook.of("rule \"small\"\nwhen\n s : String()\nthen\n s.flag(\"x\");\nend"),
                3,
                6,
                "'String' is no fact");
        refused(MinimalRulebook.of("rule \"small\" salience -1\nwhen"), 1, 23, "salience is a whole number");
    }

    @Test
    void aFolderThatIsNoPackageIsRefused() {
        String yml = MinimalRulebook.METADATA;
        RulebookFiles files = MinimalRulebook.of("overseas", "s.flag(\"x\");")
                .with("a/b/small/rule.yml", yml)
                .without(MinimalRulebook.YML);
        assertThat(problems(files)).anySatisfy(problem -> assertThat(problem.toString())
                .startsWith("a/b/small/rule.yml:1:5: ")
                .contains("<family>/small"));
    }

    /** Submission from Germany, of one recipient, by an account that sent nothing yet; nothing is home. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            recipientCount == 1                                     ; true
            recipientCount != 1                                     ; false
            1 <= recipientCount                                     ; true
            -recipientCount < 0                                     ; true
            recipientCount + recipientCount * 0 == 1                ; true
            (recipientCount + recipientCount) * 0 == 0              ; true
            recipientCount - 1 - 1 == -1                            ; true
            overseas                                                ; false
            !overseas                                               ; true
            overseas == false                                       ; true
            exempt || !overseas && recipientCount == 1              ; true
            (exempt || !overseas) && recipientCount == 0            ; false
            !(overseas || exempt)                                   ; true
            country == "DE"                                         ; true
            country != "DE"                                         ; false
            country in ("FR", "DE")                                 ; true
            country not in ("FR", "DE")                             ; false
            country.startsWith("D")                                 ; true
            !country.isEmpty()                                      ; true
            country.equals("DE") && country.length() > 1            ; true
            grant == null                                           ; true
            hold != null                                            ; false
            sent("1h") < threshold("few")                           ; true
            spike("messages") >= 0, newRecipientShare("1d") == -1   ; true
            threshold("many") > limit("messages_per_day")           ; false
            true                                                    ; true
            """)
    void whatIsAllowedMeansWhatItSays(String condition, boolean holds) throws Exception {
        assertThat(run(MinimalRulebook.of(condition, "s.flag(\"x\");"))).hasSize(holds ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s.flag(\"end of when, then and rule\"); // end",
                "/* s.reject( */ s.advise(\"税関\", \"n\", 1.5, \"t\", s.getTime(), \"b\", s.isOverseas());",
                "s.flag(\"x\" + (s.getCountry().equals(\"DE\") ? \"home\" : s.getCountry()) + (1 + 2) * 3 / 2 % 2);",
                "s.defer(s.getSender());"
            })
    void aConsequenceMaySayAnythingAboutTheSubmission(String consequence) throws Exception {
        assertThat(run(MinimalRulebook.of("!overseas", consequence))).hasSize(1);
    }

    private static List<Finding> run(RulebookFiles files) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(files);
                RuleSession session = rulebook.newSession()) {
            List<Finding> findings =
                    session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
            assertThat(findings).noneMatch(finding -> finding.rule().equals(Finding.FAILURE_RULE));
            return findings;
        }
    }
}
