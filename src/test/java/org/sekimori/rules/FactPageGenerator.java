package org.sekimori.rules;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sekimori.cases.Hold;
import org.sekimori.grants.Grant;
import org.sekimori.profile.TimeWindow;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.SendLimits;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Writes {@code docs/facts.md} from the sources. */
final class FactPageGenerator {

    static final List<String> ACTIONS = List.of("flag", "defer", "reject", "advise");

    private static final Path SOURCES = Path.of("src/core/java/org/sekimori");

    /** What a customer's text may name; a test holds the keys to what the code puts in. */
    static final Map<String, String> PLACEHOLDERS = new LinkedHashMap<>();

    static {
        PLACEHOLDERS.put("account", "the account's name");
        PLACEHOLDERS.put("country", "the country in the language of the text, or ? if there is none");
        PLACEHOLDERS.put("reference", "the code that the customer can read out on the telephone");
        PLACEHOLDERS.put("webmail", "`webmail` of `policy.yml`, or the general words of `common.webmail`");
        PLACEHOLDERS.put("travel_page", "`travel_page` of `policy.yml`, or `common.travel_page`");
        PLACEHOLDERS.put("contact", "`contact` of `policy.yml`, or `common.contact`");
        PLACEHOLDERS.put("provider", "`provider` of `policy.yml`, or the account's domain");
        PLACEHOLDERS.put("phone", "`phone` of `policy.yml`, or `common.phone`");
        PLACEHOLDERS.put(
                "limit",
                "the limit that the submission goes beyond, `common.limit.<name>`; of several the one that ends last;"
                        + " `common.limit` if it goes beyond none");
        PLACEHOLDERS.put(
                "until",
                "when the same submission would pass, in the domain's time zone, `common.until`; `common.later` if it never"
                        + " does");
    }

    /** What an operator does; a test holds the keys to those that the parser knows. */
    static final Map<String, String> OPERATORS = new LinkedHashMap<>();

    /** What a function of a text does; a test holds the keys to those that the language has. */
    static final Map<String, String> OF_TEXT = new LinkedHashMap<>();

    static {
        OPERATORS.put("||", "either holds, or both; between yes or no");
        OPERATORS.put("&&", "both hold; between conditions a comma says the same");
        OPERATORS.put("==", "the same number, text, or yes or no; a grant and a hold compare with `null` only");
        OPERATORS.put("!=", "not the same");
        OPERATORS.put("<", "numbers only, as are the next three");
        OPERATORS.put("<=", "at most");
        OPERATORS.put(">", "more than");
        OPERATORS.put(">=", "at least");
        OPERATORS.put("+", "sum of numbers; in the text of a consequence it joins texts");
        OPERATORS.put("-", "difference of numbers; before a number, its negative");
        OPERATORS.put("*", "product of numbers");
        OPERATORS.put("/", "quotient of numbers; of whole numbers it is whole");
        OPERATORS.put("%", "remainder of numbers");
        OF_TEXT.put("startsWith", "`country.startsWith(\"J\")`: it begins so");
        OF_TEXT.put("endsWith", "`sender.endsWith(\"@isp.example\")`: it ends so");
        OF_TEXT.put("contains", "`sender.contains(\"+\")`: it stands somewhere in it");
        OF_TEXT.put("equals", "`sender.equals(account)`: as `==`");
        OF_TEXT.put("equalsIgnoreCase", "`sender.equalsIgnoreCase(account)`: capital and small letters are the same");
        OF_TEXT.put("isEmpty", "`sender.isEmpty()`: as `sender == \"\"`");
        OF_TEXT.put("length", "`sender.length()`: how many characters");
    }

    private final StringBuilder page = new StringBuilder();

    private FactPageGenerator() {}

    static List<DocumentedFact> submission() throws IOException {
        return DocumentedFact.read(SOURCES.resolve("rules/Submission.java"));
    }

    static List<DocumentedFact> figures() throws IOException {
        return DocumentedFact.read(SOURCES.resolve("rules/ProfileFacts.java"));
    }

    static String write() throws IOException, RulebookException {
        return new FactPageGenerator().all();
    }

    private String all() throws IOException, RulebookException {
        page.append("""
                # What a rule may use

                <!-- Written from the sources by FactPageTest. To write it again after a change:
                     mvn -q test -Dtest=FactPageTest -Drewrite=true -->

                Every fact that a condition may name, every number that it may compare with, and everything that it may do.
                [writing-rules.md](writing-rules.md) goes the whole way with one rule; [rules.md](rules.md) has the rules that ship.

                A rule has one fact, `s : Submission( … )`. Its conditions are joined by commas and must all hold. The text of the
                consequence asks the same facts of `s`, in the form of the second column. Numbers that operators may want to change
                are thresholds: a condition holds no other number than 0 and 1. The examples compare with thresholds that ship, or that
                a worked example of writing-rules.md brings along.

                """);
        facts("About the submission", submission().stream().filter(f -> !ACTIONS.contains(f.method())));
        facts("About the account's past", figures().stream());
        page.append("""
                Sums are of accepted mail and do not contain the submission at hand. Numbers of different places do, if it comes from
                a place at all. A network is **familiar** when the account submitted from it, or from its provider in the same
                country, on three days not long ago (a day's weight halves in 30 days, of a provider in 60), and so is a country.
                Once anything is familiar, a day counts in full only with mail to people whom the owner is known to write to, and a
                fifth otherwise; [rules.md](rules.md#familiar-places) has the rest. Relays and internal addresses are no place
                and always familiar.

                """);
        windows();
        operators();
        records();
        numbers();
        actions();
        placeholders();
        return page.toString().stripTrailing() + "\n";
    }

    private void facts(String title, Stream<DocumentedFact> facts) {
        page.append("## ").append(title).append("\n\n");
        table("In a condition", "In the text", "Type", "What it is", "Example");
        facts.forEach(fact -> row(
                "`" + fact.condition() + "`",
                "`" + fact.consequence() + "`",
                fact.kind(),
                fact.text(),
                fact.example().isEmpty() ? "" : "`" + fact.example() + "`"));
        page.append("\n");
    }

    private void windows() {
        page.append("## Windows\n\n");
        table("Written", "Counted in", "Longest");
        for (TimeWindow.Step step : TimeWindow.Step.values()) {
            String written =
                    switch (step) {
                        case MINUTE -> "`\"1m\"` to `\"60m\"`, `\"1h\"`";
                        case HALF_HOUR -> "`\"90m\"`, `\"2h\"`, `\"150m\"` to `\"24h\"`";
                        case DAY -> "`\"1d\"`, which is today, to `\"35d\"`";
                    };
            String unit =
                    switch (step) {
                        case MINUTE -> "minutes";
                        case HALF_HOUR -> "half hours of UTC";
                        case DAY -> "days of the domain's time zone, from midnight to midnight";
                    };
            row(written, unit, "`\"" + new TimeWindow(step, step.most()) + "\"`");
        }
        page.append("""

                A window is the step that now lies in and those before it, and sums in it are exact: `"1h"` is this minute and the 59
                before, `"24h"` this half hour and the 47 before, so it reaches back 23.5 to 24 hours. `"24h"` and `"1d"` are two windows:
                `"1d"` begins at midnight. Beyond 24 hours there are days only.

                **Numbers of different values** (`distinct…`, `countries`, `failingNetworks`) are counted in minutes in every window up to
                `"24h"`, and each value counts when it was last seen. They are exact while an account has no more in 24 hours than the
                table above says. Once it had more, a sample is kept until 24 hours after the last value that was left out, and every
                window is an estimate. Its standard error is one divided by the root of how many of the sample lie in the window: 14 % for
                48, 18 % for 32, 25 % for 16, and more in a shorter window, which may then count many where there is one value, or none
                where there are a few.

                Nothing else is estimated. Only an account that sends in nearly every minute for days, beyond every limit that ships, is
                remembered less far back than 35 days, because no account takes more than 6 KiB; its windows count what is left.

                """);
    }

    private void operators() {
        page.append("""
                ## Operators and functions of texts

                Between two values, the loosest first; parentheses bind tighter, at most six deep. `!x` is the opposite of yes or no.

                """);
        table("Operator", "What it says");
        OPERATORS.forEach((sign, words) -> row("`" + sign + "`", words));
        page.append("""

                A condition may also say `country in ("DE", "FR")` or `country not in ("DE", "FR")`, and any value may be a choice,
                `condition ? value : other value`. There are no other operators: `matches`, `memberOf`, `soundslike`, `contains` between two
                values and what else DRL has are refused with what to write instead. Texts are in double quotes. Of a text one may ask:

                """);
        table("Function", "What it says");
        OF_TEXT.forEach((name, words) -> row("`" + name + "`", words));
        page.append("""

                Capital and small letters are two things but for `equalsIgnoreCase`. There are no regular expressions.

                """);
    }

    private void records() throws IOException {
        page.append("## Of a grant and a hold\n\n");
        page.append("To be asked after `grant != null` or `hold != null`, in the text of the consequence.\n\n");
        table("In the text", "Type", "What it is");
        record("s.getGrant()", Grant.class, SOURCES.resolve("grants/Grant.java"));
        record("s.getHold()", Hold.class, SOURCES.resolve("cases/Hold.java"));
        page.append("\n");
    }

    private void record(String from, Class<? extends Record> type, Path source) throws IOException {
        String text = Files.readString(source);
        for (RecordComponent component : type.getRecordComponents()) {
            Matcher doc = Pattern.compile("@param " + component.getName() + " (.*(?:\\n \\* (?! *@).*)*)")
                    .matcher(text);
            if (!doc.find()) {
                throw new IllegalStateException(source + " does not describe " + component.getName());
            }
            String words = doc.group(1)
                    .replaceAll("\\n \\* *", " ")
                    .replaceAll("\\{@code ([^}]*)}", "`$1`")
                    .strip();
            row("`" + from + "." + component.getName() + "()`", kind(component.getType()), words);
        }
    }

    private static String kind(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "boolean" -> "yes or no";
            case "Instant" -> "time";
            case "String" -> "text";
            default -> "list";
        };
    }

    private void numbers() throws RulebookException {
        DomainPolicy shipped = DomainPolicies.parse(
                        RulebookFiles.read(Path.of("rules")).files().getOrDefault(DomainPolicies.FILE, ""))
                .defaults();
        page.append("## Limits and thresholds\n\n");
        page.append("`limit(\"…\")` knows these names, with what `policy.yml` ships:\n\n");
        table("Limit", "Shipped");
        for (String prefix : List.of("", SendLimits.OVERSEAS + "_")) {
            for (String name : SendLimits.NAMES) {
                row("`" + prefix + name + "`", String.valueOf(shipped.limits().of(prefix + name)));
            }
        }
        page.append(
                "\n`threshold(\"…\")` knows what stands under `defaults: thresholds:`; a new rule adds its own there. ");
        page.append("[rules.md](rules.md#thresholds) says where each comes from.\n\n");
        table("Threshold", "Shipped");
        new TreeMap<>(shipped.thresholds()).forEach((name, value) -> row("`" + name + "`", number(value)));
        page.append("\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private void actions() throws IOException {
        page.append("## What a rule may do\n\n");
        table("In the consequence", "What it does");
        List<DocumentedFact> all = submission();
        for (String action : ACTIONS) {
            DocumentedFact fact = all.stream()
                    .filter(f -> f.method().equals(action))
                    .findFirst()
                    .orElseThrow();
            row("`s." + action + "(\"reason\", \"name\", value, …)`", fact.text());
        }
        page.append("""

                The reason is one line for the analyst; evidence is numbers and texts by name. A rule may do several of these. Of all
                enforced rules that match, the strongest decides: reject, then defer. Rules in shadow are recorded and never act.

                """);
    }

    private void placeholders() {
        page.append("## What a customer's text may name\n\n");
        table("In `messages/*.properties`", "What is put in");
        PLACEHOLDERS.forEach((name, words) -> row("`{" + name + "}`", words));
    }

    private void table(String... headings) {
        row(headings);
        page.append("|---".repeat(headings.length)).append("|\n");
    }

    private void row(String... cells) {
        for (String cell : cells) {
            page.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        page.append("|\n");
    }
}
