package org.sekimori.rules.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that DRL and SQL have and rules do not are answered with what to write instead, at their place. */
class UnsupportedOperatorsTest {

    private static String rule(String condition, String consequence) {
        return "rule \"x\" when s : Submission( " + condition + " ) then " + consequence + "; end";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            sender contains "x"             | contains      | write sender.contains("x")
            (sender contains "x")           | contains      | write sender.contains("x")
            overseas, sender contains "x"   | contains      | write sender.contains("x")
            sender not contains "x"         | not contains  | write !sender.contains("x")
            sender excludes "x"             | excludes      | write !sender.contains("x")
            sender matches "x.*"            | matches       | there are no regular expressions
            sender not matches "x.*"        | not matches   | there are no regular expressions
            sender like "x%"                | like          | there are no regular expressions
            country memberOf ("DE")         | memberOf      | write country in ("…", "…")
            country not memberOf ("DE")     | not memberOf  | write country not in ("…", "…")
            sender soundslike "x"           | soundslike    | sender.equalsIgnoreCase("x")
            sender str[startsWith] "x"      | str           | write sender.startsWith("…")
            sender startsWith "x"           | startsWith    | write sender.startsWith("x")
            overseas and familiar           | and           | write && or a comma
            overseas AND familiar           | AND           | write && or a comma
            overseas or familiar            | or            | write ||
            country is "DE"                 | is            | write country == "DE"
            country IN ("DE")               | IN            | write country in ("DE", "FR")
            country !in ("DE")              | ! in          | write country not in ("DE", "FR")
            size between 1 and 2            | between       | size >= …, size <= …
            time after "2026-01-01"         | after         | times are not compared
            sender instanceof "x"           | instanceof    | every fact has one type
            """)
    void theOperatorIsNamedWithWhatToWrite(String condition, String operator, String instead) {
        String text = rule(condition, "s.flag(\"x\")");

        SyntaxException refused =
                catchThrowableOfType(SyntaxException.class, () -> RuleParser.parse(text, "Submission"));

        assertThat(refused).hasMessageContaining("rules have no operator '" + operator + "'; ");
        assertThat(refused).hasMessageContaining(instead);
        String first = operator.split(" ")[0];
        assertThat(refused.offset()).isEqualTo(text.indexOf(first, text.indexOf("( ") + 2 + condition.indexOf(' ')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            size <> 1     | rules have no operator '<>'; write !=
            size => 1     | rules have no operator '=>'; write >=
            size =< 1     | rules have no operator '=<'; write <=
            """)
    void signsOfOtherLanguagesAreNamed(String condition, String said) {
        assertThat(catchThrowableOfType(
                        SyntaxException.class, () -> RuleParser.parse(rule(condition, "s.flag(\"x\")"), "Submission")))
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s.getSender() contains \"x\"", "s.getCountry() in (\"DE\")", "s.isOverseas() and true"})
    void theyAreNamedInAConsequenceToo(String value) {
        assertThat(catchThrowableOfType(
                        SyntaxException.class,
                        () -> RuleParser.parse(rule("overseas", "s.flag(\"x\", \"y\", " + value + ")"), "Submission")))
                .hasMessageContaining("rules have no operator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "country in (\"DE\")",
                "country not in (\"DE\")",
                "sender.contains(\"x\")",
                "!sender.contains(\"x\")",
                "overseas && (familiar || !exempt)"
            })
    void whatTheLanguageHasIsRead(String condition) {
        assertThatCode(() -> RuleParser.parse(rule(condition, "s.flag(\"x\")"), "Submission"))
                .doesNotThrowAnyException();
    }
}
