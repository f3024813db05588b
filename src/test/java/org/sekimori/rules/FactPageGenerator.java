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

    static final List<String> ACTIONS =
            List.of("flag", "quarantine", "defer", "reject", "advise", "find", "sign", "weigh", "label");

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
                "the exceeded limit, `common.limit.<name>`; of several the one that ends last;"
                        + " `common.limit` if none is exceeded");
        PLACEHOLDERS.put(
                "until",
                "the time from which the same submission would pass, in the domain's time zone, `common.until`;"
                        + " `common.later` if it never would");
    }

    /** What an operator does; a test holds the keys to those that the parser knows. */
    static final Map<String, String> OPERATORS = new LinkedHashMap<>();

    /** What a function of a text does; a test holds the keys to those that the language has. */
    static final Map<String, String> OF_TEXT = new LinkedHashMap<>();

    static {
        OPERATORS.put("||", "at least one side holds; between yes or no");
        OPERATORS.put("&&", "both hold; between conditions a comma means the same");
        OPERATORS.put("==", "the same number, text, or yes or no; a grant and a hold compare with `null` only");
        OPERATORS.put("!=", "not the same");
        OPERATORS.put("<", "numbers only, as are the next three");
        OPERATORS.put("<=", "at most");
        OPERATORS.put(">", "more than");
        OPERATORS.put(">=", "at least");
        OPERATORS.put("+", "sum of numbers; in the text of a consequence it joins texts");
        OPERATORS.put("-", "difference of numbers; before a number, its negative");
        OPERATORS.put("*", "product of numbers");
        OPERATORS.put("/", "quotient of numbers; whole for whole numbers");
        OPERATORS.put("%", "remainder of numbers");
        OF_TEXT.put("startsWith", "`country.startsWith(\"J\")`: true if it begins with the text");
        OF_TEXT.put("endsWith", "`sender.endsWith(\"@isp.example\")`: true if it ends with the text");
        OF_TEXT.put("contains", "`sender.contains(\"+\")`: true if it contains the text");
        OF_TEXT.put("equals", "`sender.equals(account)`: as `==`");
        OF_TEXT.put("equalsIgnoreCase", "`sender.equalsIgnoreCase(account)`: ignores the case of letters");
        OF_TEXT.put("isEmpty", "`sender.isEmpty()`: as `sender == \"\"`");
        OF_TEXT.put("length", "`sender.length()`: number of characters");
    }

    private final StringBuilder page = new StringBuilder();

    private FactPageGenerator() {}

    static List<DocumentedFact> submission() throws IOException {
        return DocumentedFact.read(SOURCES.resolve("rules/Submission.java"));
    }

    static List<DocumentedFact> figures() throws IOException {
        return DocumentedFact.read(SOURCES.resolve("rules/ProfileFacts.java"));
    }

    static List<DocumentedFact> origins() throws IOException {
        return DocumentedFact.read(SOURCES.resolve("rules/OriginFacts.java"));
    }

    static List<DocumentedFact> correspondence() throws IOException {
        return DocumentedFact.read(SOURCES.resolve("rules/CorrespondenceFacts.java"));
    }

    static List<DocumentedFact> neighbours() throws IOException {
        return DocumentedFact.read(SOURCES.resolve("rules/NeighbourFacts.java"));
    }

    static String write() throws IOException, RulebookException {
        return new FactPageGenerator().all();
    }

    private String all() throws IOException, RulebookException {
        page.append("""
                # What a rule may use

                <!-- Written from the sources by FactPageTest. To write it again after a change:
                     mvn -q test -Dtest=FactPageTest -Drewrite=true -->

                This page lists every fact and number that a condition may use, and every action of a rule.
                [writing-rules.md](writing-rules.md) takes one rule from the idea to activation; [rules.md](rules.md) has the rules that ship.

                A rule has one fact, `s : Submission( … )`. Its conditions are joined by commas and must all hold. The text of the
                consequence reads the same facts from `s`, in the form of the second column. Numbers that operators may want to change
                are thresholds: the only numbers in a condition are 0 and 1. The examples compare with thresholds that ship, or with those
                of a worked example of writing-rules.md.

                A rule may run on other events than submissions. [rules.md](rules.md#other-events-than-submissions) says what the facts are there.

                """);
        facts("About the submission", submission().stream().filter(f -> !ACTIONS.contains(f.method())));
        facts("About the account's history", figures().stream());
        facts("About where and when the client comes, and about refusals", origins().stream());
        facts("About senders and recipients", correspondence().stream());
        facts("About neighbours", neighbours().stream());
        page.append("""
                Sums count accepted mail without the current submission. Numbers of different places include it, unless it comes from
                a relay or an internal address. A network is **familiar** when the account submitted from it, or from its provider in the same country, on
                three recent days (a day's weight halves in 30 days, for a provider in 60). The same holds for a country. Once any
                network is familiar, a day counts in full only with mail to people whom the owner is known to write to, and a fifth
                otherwise; [rules.md](rules.md#familiar-places) has the details. Relays and internal addresses are not learned and always
                count as familiar.

                """);
        windows();
        operators();
        records();
        numbers();
        actions();
        raised();
        placeholders();
        return page.toString().stripTrailing() + "\n";
    }

    private void facts(String title, Stream<DocumentedFact> facts) {
        page.append("## ").append(title).append("\n\n");
        table("In a condition", "In the text", "Type", "Meaning", "Example");
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

                A window is the current step and those before it, and sums in it are exact: `"1h"` is this minute and the 59 before,
                `"24h"` this half hour and the 47 before, so it reaches back 23.5 to 24 hours. `"24h"` and `"1d"` are different windows:
                `"1d"` begins at midnight. Windows beyond 24 hours are whole days.

                **Numbers of different values** (`distinct…`, `countries`, `failingNetworks`, `refusedCountries` and the like) are counted in minutes in every window up to
                `"24h"`, and each value counts when it was last seen. They are exact up to the number in the table above within 24 hours.
                Beyond it, a sample is kept until 24 hours after the last dropped value, and every window is an estimate. Its standard
                error is one divided by the root of the number of sampled values in the window: 14 % for 48, 18 % for 32, 25 % for 16. In a
                shorter window it is larger: the window may then count many for one value, or none for a few.

                All other numbers are exact. Only an account that sends in nearly every minute for days, beyond every shipped limit, is
                remembered for less than 35 days, because no account takes more than 6 KiB; its windows count the rest.

                """);
    }

    private void operators() {
        page.append("""
                ## Operators and functions of texts

                Operators between two values, the loosest first; parentheses bind tighter, at most six deep. `!x` negates yes or no.

                """);
        table("Operator", "Meaning");
        OPERATORS.forEach((sign, words) -> row("`" + sign + "`", words));
        page.append("""

                A condition may also say `country in ("DE", "FR")` or `country not in ("DE", "FR")`, and any value may be a choice,
                `condition ? value : other value`. There are no other operators: `matches`, `memberOf`, `soundslike`, `contains` between two
                values and the other operators of DRL are refused with a suggestion. Texts are in double quotes. Functions of texts:

                """);
        table("Function", "Meaning");
        OF_TEXT.forEach((name, words) -> row("`" + name + "`", words));
        page.append("""

                All functions but `equalsIgnoreCase` distinguish capital and small letters. There are no regular expressions.

                """);
    }

    private void records() throws IOException {
        page.append("## Of a grant and a hold\n\n");
        page.append("Use these in the text of the consequence, after `grant != null` or `hold != null`.\n\n");
        table("In the text", "Type", "Meaning");
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
        page.append("Names for `limit(\"…\")`, with the shipped values of `policy.yml`:\n\n");
        table("Limit", "Shipped");
        for (String prefix : List.of("", SendLimits.OVERSEAS + "_")) {
            for (String name : SendLimits.NAMES) {
                row("`" + prefix + name + "`", String.valueOf(shipped.limits().of(prefix + name)));
            }
        }
        page.append(
                "\nNames for `threshold(\"…\")` are under `defaults: thresholds:`; a new rule adds its own there. ");
        page.append("[rules.md](rules.md#thresholds) gives the source of each.\n\n");
        table("Threshold", "Shipped");
        new TreeMap<>(shipped.thresholds()).forEach((name, value) -> row("`" + name + "`", number(value)));
        page.append("\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private void actions() throws IOException {
        page.append("## What a rule may do\n\n");
        table("In the consequence", "Effect");
        List<DocumentedFact> all = submission();
        for (String action : ACTIONS) {
            DocumentedFact fact = all.stream()
                    .filter(f -> f.method().equals(action))
                    .findFirst()
                    .orElseThrow();
            row(callOf(action), fact.text());
        }
        page.append("""

                The reason is one line for the analyst; evidence is numbers and texts by name. A rule may do several of these. Of all
                enforced rules that match, the strongest decides: reject, defer, then quarantine. Rules in shadow are recorded and never act.

                """);
    }

    private void raised() throws IOException {
        page.append("## What other rules raised\n\n");
        table("Pattern", "In it", "Value", "Example");
        for (String type : List.of("Sign", "RaisedFinding")) {
            for (DocumentedFact fact : DocumentedFact.read(SOURCES.resolve("rules/fact/" + type + ".java"))) {
                row(
                        type.equals("Sign") ? "`Sign( … )`" : "`Finding( … )`",
                        "`" + fact.name() + "`",
                        fact.text(),
                        "`" + fact.example() + "`");
            }
        }
        page.append("""

                Both also take `threshold("…")`. [writing-rules.md](writing-rules.md#signs-conditions-and-tables) has `exists`, `not` and
                `accumulate`.

                """);
    }

    private void placeholders() {
        page.append("## Placeholders in texts for customers\n\n");
        table("In `messages/*.properties`", "Value");
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

    private static String callOf(String action) {
        return switch (action) {
            case "label" -> "`s.label(\"name\", \"7d\")`";
            case "sign" -> "`s.sign(\"name\", weight, \"name\", value, …)`";
            case "weigh" -> "`s.weigh(\"sign\", number, \"words\", \"name\", value, …)`";
            case "find" -> "`s.find(\"reason\", \"name\", value, …).flag().defer()`";
            default -> "`s." + action + "(\"reason\", \"name\", value, …)`";
        };
    }
}
