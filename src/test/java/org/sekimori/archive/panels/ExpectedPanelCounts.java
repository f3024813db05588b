package org.sekimori.archive.panels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What some panels are to mean, written by hand over the log's own records. It reads no panel: a panel whose query or denominator
 * is not what its title says agrees with itself everywhere else.
 */
public final class ExpectedPanelCounts {

    private final List<RawLogRecord> records;

    public ExpectedPanelCounts(List<RawLogRecord> records) {
        this.records = records;
    }

    private Stream<JsonNode> values(RawLogRecord.Topic topic) {
        return records.stream().filter(raw -> raw.topic() == topic).map(RawLogRecord::value);
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }

    private static Instant instant(JsonNode json, String name) {
        return Instant.parse(text(json, name));
    }

    /** The entries of sets of an account, each as it was written last. */
    private List<JsonNode> last(RawLogRecord.Topic topic, String list) {
        Map<String, JsonNode> last = new LinkedHashMap<>();
        for (RawLogRecord raw : records) {
            if (raw.topic() == topic) {
                stream(raw.value().path(list)).forEach(one -> last.put(raw.key() + text(one, "id"), one));
            }
        }
        return new ArrayList<>(last.values());
    }

    private static void count(Map<String, Double> counts, String name) {
        counts.merge(name, 1.0, Double::sum);
    }

    /** Parts of all submissions that were not accepted. */
    public double refusedShare() {
        long all = values(RawLogRecord.Topic.DECISIONS).count();
        long accepted = values(RawLogRecord.Topic.DECISIONS)
                .filter(decision -> text(decision, "verdict").equals("accept"))
                .count();
        return (double) (all - accepted) / all;
    }

    /** Of the closed cases of each rule, the part that was confirmed; a rule without closed cases has none. */
    public Map<String, Double> precisionByRule() {
        return precision(rule -> text(rule, "rule"));
    }

    /** The same for each version of a rule, as {@code rule@version}. */
    public Map<String, Double> precisionByVersion() {
        return precision(rule -> text(rule, "rule") + "@" + rule.path("version").asInt());
    }

    private Map<String, Double> precision(Function<JsonNode, String> by) {
        Map<String, List<String>> outcomes = new TreeMap<>();
        for (JsonNode one : last(RawLogRecord.Topic.CASES, "cases")) {
            if (text(one, "state").equals("closed")) {
                stream(one.path("rules")).map(by).distinct().forEach(rule -> outcomes.computeIfAbsent(
                                rule, name -> new ArrayList<>())
                        .add(text(one, "outcome")));
            }
        }
        Map<String, Double> precision = new TreeMap<>();
        outcomes.forEach((rule, all) -> precision.put(
                rule, (double) all.stream().filter("confirmed"::equals).count() / all.size()));
        return precision;
    }

    /** Grants under which somebody may submit at the end of the day. */
    public double grantsInForce() {
        return last(RawLogRecord.Topic.GRANTS, "grants").stream()
                .filter(grant -> !grant.path("revoked").asBoolean())
                .filter(grant -> !instant(grant, "from").isAfter(KnownDayFixture.END))
                .filter(grant -> instant(grant, "until").isAfter(KnownDayFixture.END))
                .count();
    }

    /** Cases that are not closed, by whole days since they were opened. */
    public Map<String, Double> openCasesByAge() {
        Map<String, Double> counts = new TreeMap<>();
        for (JsonNode one : last(RawLogRecord.Topic.CASES, "cases")) {
            if (!text(one, "state").equals("closed")) {
                long days = Duration.between(instant(one, "opened_at"), KnownDayFixture.END)
                        .toDays();
                count(
                        counts,
                        days < 1
                                ? "0 to 1 days"
                                : days < 3 ? "1 to 3 days" : days < 7 ? "3 to 7 days" : "7 days and more");
            }
        }
        return counts;
    }

    /** Median seconds from the start of the episode to the flag, of cases of the day. */
    public Map<String, Double> timeToFlag() {
        return medians(one -> true, one -> seconds(instant(one, "since"), instant(one, "opened_at")));
    }

    /** Median seconds from the flag to the release, of cases of the day that were released. */
    public Map<String, Double> timeToRelease() {
        return medians(
                one -> one.has("released_at"), one -> seconds(instant(one, "opened_at"), instant(one, "released_at")));
    }

    /** The archive counts whole seconds of the clock. */
    private static long seconds(Instant from, Instant until) {
        return until.getEpochSecond() - from.getEpochSecond();
    }

    private Map<String, Double> medians(Predicate<JsonNode> which, ToLongFunction<JsonNode> seconds) {
        Map<String, List<Long>> all = new TreeMap<>();
        last(RawLogRecord.Topic.CASES, "cases").stream()
                .filter(one -> !instant(one, "opened_at").isBefore(KnownDayFixture.START))
                .filter(which)
                .forEach(one -> all.computeIfAbsent(text(one, "severity"), name -> new ArrayList<>())
                        .add(seconds.applyAsLong(one)));
        Map<String, Double> medians = new TreeMap<>();
        all.forEach((severity, values) -> {
            List<Long> sorted = values.stream().sorted().toList();
            int half = sorted.size() / 2;
            medians.put(
                    severity,
                    sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2.0);
        });
        return medians;
    }

    /** Reports of misjudged origins by country looked up and real country, those included that lack one. */
    public Map<String, Double> misjudgedOrigins() {
        Map<String, Double> counts = new TreeMap<>();
        values(RawLogRecord.Topic.AUDIT)
                .filter(line -> text(line, "what").equals("origin_misjudged"))
                .forEach(line -> count(counts, orMissing(line, "country") + ", " + orMissing(line, "actual_country")));
        return counts;
    }

    private static String orMissing(JsonNode line, String name) {
        return line.has(name) ? text(line, name) : LensRowEvaluator.MISSING;
    }

    /** Of the answers of each door, the part that it had to give by itself. */
    public Map<String, Double> fallbackShareByDoor() {
        Map<String, Double> all = new TreeMap<>();
        Map<String, Double> alone = new TreeMap<>();
        values(RawLogRecord.Topic.ANSWERS).forEach(answer -> {
            count(all, text(answer, "door"));
            if (text(answer, "source").equals("fallback")) {
                count(alone, text(answer, "door"));
            }
        });
        all.replaceAll((door, answers) -> alone.getOrDefault(door, 0.0) / answers);
        return all;
    }

    /** Answers that were not as decided, by what was decided and what the mail server was told. */
    public Map<String, Double> toldOtherwise() {
        Map<String, Double> counts = new TreeMap<>();
        values(RawLogRecord.Topic.AUDIT)
                .filter(line -> text(line, "what").equals("answer_differs"))
                .forEach(line -> count(counts, text(line, "decided") + ", " + text(line, "told")));
        return counts;
    }

    /** Grants that an account opened within the hour after a refusal, by the rule that had refused. */
    public Map<String, Double> grantedAfterRefusal() {
        Map<String, Double> counts = new TreeMap<>();
        values(RawLogRecord.Topic.AUDIT)
                .filter(line -> line.has("refused_by"))
                .forEach(line -> count(counts, text(line, "refused_by")));
        return counts;
    }

    /** Submissions with each sign. */
    public Map<String, Double> signs() {
        Map<String, Double> counts = new TreeMap<>();
        values(RawLogRecord.Topic.DECISIONS)
                .forEach(decision -> decision.path("signs").propertyNames().forEach(sign -> count(counts, sign)));
        return counts;
    }

    /** Different accounts that submitted from each autonomous system. */
    public Map<String, Double> accountsByAs() {
        Map<String, Set<String>> accounts = new TreeMap<>();
        values(RawLogRecord.Topic.DECISIONS)
                .filter(decision -> decision.path("origin").has("asn"))
                .forEach(decision -> accounts.computeIfAbsent(
                                decision.path("origin").path("asn").asString(), number -> new TreeSet<>())
                        .add(text(decision, "account")));
        Map<String, Double> counts = new TreeMap<>();
        accounts.forEach((number, all) -> counts.put(number, (double) all.size()));
        return counts;
    }

    /** Part of the refused submissions that came from a network. */
    public double shareOfRefusals(String network) {
        return share(network, decision -> List.of("reject", "defer").contains(text(decision, "verdict")));
    }

    /** Part of all submissions that came from a network. */
    public double shareOfAll(String network) {
        return share(network, decision -> true);
    }

    private double share(String network, Predicate<JsonNode> which) {
        return values(RawLogRecord.Topic.DECISIONS)
                .filter(which)
                .mapToInt(decision -> text(decision.path("origin"), "network").equals(network) ? 1 : 0)
                .average()
                .orElse(0);
    }

    /** Recipients of accepted mail by account. */
    public Map<String, Double> recipientsAccepted() {
        Map<String, Double> sums = new TreeMap<>();
        records.stream()
                .filter(raw -> raw.topic() == RawLogRecord.Topic.DECISIONS)
                .filter(raw -> text(raw.value(), "verdict").equals("accept"))
                .forEach(raw -> sums.merge(
                        raw.key(), raw.event().path("recipient_count").asDouble(), Double::sum));
        return sums;
    }

    /** Submissions that each rule in the shadow matched. */
    public Map<String, Double> shadowHits() {
        Map<String, Double> counts = new TreeMap<>();
        values(RawLogRecord.Topic.DECISIONS).forEach(decision -> stream(decision.path("findings"))
                .filter(finding -> text(finding, "mode").equals("shadow"))
                .map(finding -> text(finding, "rule"))
                .distinct()
                .forEach(rule -> count(counts, rule)));
        return counts;
    }

    /** Submissions refused because they came from overseas without a grant, by country. */
    public Map<String, Double> overseasRefusals() {
        Map<String, Double> counts = new TreeMap<>();
        values(RawLogRecord.Topic.DECISIONS)
                .filter(decision -> text(decision, "verdict").equals("reject"))
                .filter(decision -> stream(decision.path("findings"))
                        .anyMatch(finding -> text(finding, "rule").equals("overseas-without-grant")))
                .forEach(decision -> count(counts, text(decision.path("origin"), "country")));
        return counts;
    }
}
