package org.sekimori.cli.rulebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files that {@code rules new} makes: a small rule that works, for its author to change. */
final class NewRuleTemplates {

    /** Recipients of one message from which the new rule matches. */
    private static final int LEAST = 50;

    private static final int LEAST_EVENTS = 10;

    /** What a rule runs on if nothing is said. */
    static final String SUBMISSION = "submission";

    private static final Map<String, String> CUSTOMER = Map.of(
            "en",
            "Unusual sending was noticed for {account}, so it is stopped for now to protect it. Please use {webmail}. If it was not "
                    + "you, check your devices for malware, then change your password and contact {contact}. Reference {reference}",
            "ja",
            "{account} から通常と異なる送信が確認されたため、安全のためメール送信を一時的に停止しています。ウェブメール（{webmail}）をご利用ください。"
                    + "お心当たりがない場合は、端末のウイルスチェックを行ったうえでパスワードを変更し、{contact}までお問い合わせください。"
                    + "受付番号 {reference}");

    private static final String METADATA = """
            id: %1$s
            title: %2$s
            version: 1
            owner: abuse-desk
            severity: medium
            mode: shadow
            # Words to group rules by, and the MITRE ATT&CK techniques that a true finding is evidence of.
            tags: [new]
            # attack: [T1078]
            description: >
              One message to many recipients came from a network that the owner is not known to use. Say here what your rule looks for
              and why it is a sign of a thief.
            false_positives: >
              An invitation that is written while travelling. Say here whom your rule hits without being at fault.
            what_to_do: >
              Ask the customer whether the message was theirs. Say here what the analyst does next.
            """;

    private static final String METADATA_OF_EVENTS = """
            id: %1$s
            title: %2$s
            version: 1
            owner: abuse-desk
            severity: medium
            mode: shadow
            triggers: [%3$s]
            # Words to group rules by, and the MITRE ATT&CK techniques that a true finding is evidence of.
            tags: [new]
            # attack: [T1078]
            description: >
              Many %4$s of an account in 24 hours. Say here what your rule looks for and why it is a sign of a thief.
            false_positives: >
              A device with an old setting. Say here whom your rule hits without being at fault.
            what_to_do: >
              Ask the customer. Say here what the analyst does next.
            """;

    private static final String CONDITIONS = """
            // One message to many people, from a network that the owner is not known to use.
            rule "%1$s"
            when
                s : Submission( !familiar, recipientCount >= threshold("%2$s") )
            then
                s.find("{recipients} recipients from an unfamiliar network", "recipients", s.getRecipientCount()).flag();
            end
            """;

    private static final String FIRES = """
            title: One message to %3$d people from a network that the account never used
            account: alice@isp.example
            policy: {home: [JP], thresholds: {%2$s: %3$d}}
            entries:
              - {at: 2026-06-01T01:00:00Z, what: submission, from: JP, recipients: %3$d}
            expect: {verdict: accept, hit: true, effect: flag, reason: "%3$d recipients"}
            """;

    private static final String NEAR_MISS = """
            title: One person less
            account: alice@isp.example
            policy: {home: [JP], thresholds: {%2$s: %3$d}}
            entries:
              - {at: 2026-06-01T01:00:00Z, what: submission, from: JP, recipients: %4$d}
            expect: {verdict: accept, hit: false}
            """;

    /** A rule on other events counts them: what it asks, and what its tests begin with. */
    private record Counting(String fact, String what, String before, String event) {}

    /** By trigger; a rule on the others needs a condition of its author's own. */
    private static final Map<String, Counting> COUNTING = Map.of(
            "auth_failed",
            new Counting(
                    "failures(\"24h\")", "failed log-ins", "", "what: auth_failed, from: BR, address: 203.0.113.9"),
            "bounced",
            new Counting(
                    "bounced(\"24h\")",
                    "bounced recipients",
                    ", recipients: 20, queue_id: Q",
                    "what: bounced, queue_id: Q, status_code: 5.1.1"));

    private static final String COUNT = """
            // Runs at each event of this kind, which is counted already.
            rule "%1$s"
            when
                s : Submission( %3$s >= threshold("%2$s") )
            then
                s.find("{count} %4$s in 24 hours", "count", s.%3$s).flag();
            end
            """;

    private static final String COUNT_TEST = """
            title: %3$d of them
            account: alice@isp.example
            policy: {home: [JP], thresholds: {%1$s: %2$d}}
            entries:
              - {at: 2026-06-01T01:00:00Z, what: submission, from: JP%4$s}
              - {at: 2026-06-01T01:10:00Z, %5$s, times: %3$d, every: 1m}
            expect: {hit: %6$s}
            """;

    private NewRuleTemplates() {}

    /** The triggers that there is a template for, the submission first. */
    static List<String> triggers() {
        List<String> words = new ArrayList<>(new TreeSet<>(COUNTING.keySet()));
        words.add(0, SUBMISSION);
        return words;
    }

    /** Recipients of a message, or events, from which the new rule matches. */
    static int least(String trigger) {
        return trigger.equals(SUBMISSION) ? LEAST : LEAST_EVENTS;
    }

    private static SortedMap<String, String> counting(String id, String threshold, String trigger, Counting counting) {
        SortedMap<String, String> files = files(id, threshold);
        files.computeIfPresent(
                "rule.yml", (name, text) -> METADATA_OF_EVENTS.formatted(id, title(id), trigger, counting.what()));
        files.put("rule.drl", COUNT.formatted(id, threshold, counting.fact(), counting.what()));
        files.put("tests/fires.yml", counted(threshold, LEAST_EVENTS, counting, true));
        files.put("tests/near-miss.yml", counted(threshold, LEAST_EVENTS - 1, counting, false));
        return files;
    }

    private static String counted(String threshold, int times, Counting counting, boolean hit) {
        return COUNT_TEST.formatted(threshold, LEAST_EVENTS, times, counting.before(), counting.event(), hit);
    }

    /** The files of a rule's folder, for a trigger of {@link #triggers()}. */
    static SortedMap<String, String> files(String id, String threshold, String trigger) {
        Counting counting = COUNTING.get(trigger);
        return counting == null ? files(id, threshold) : counting(id, threshold, trigger, counting);
    }

    private static String title(String id) {
        String words = id.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /**
     * The files of a rule's folder.
     *
     * @param id of the rule
     * @param threshold its threshold in {@code policy.yml}
     */
    private static SortedMap<String, String> files(String id, String threshold) {
        SortedMap<String, String> files = new TreeMap<>();
        files.put("rule.yml", METADATA.formatted(id, title(id)));
        files.put("rule.drl", CONDITIONS.formatted(id, threshold));
        files.put("tests/fires.yml", FIRES.formatted(id, threshold, LEAST));
        files.put("tests/near-miss.yml", NEAR_MISS.formatted(id, threshold, LEAST, LEAST - 1));
        return files;
    }

    /** The text for customers; in English for a language that the product has no texts in. */
    static String customer(String language) {
        return CUSTOMER.getOrDefault(language, CUSTOMER.getOrDefault("en", ""));
    }

    /** Whether the text for customers has to be translated by the author. */
    static boolean untranslated(String language) {
        return !CUSTOMER.containsKey(language);
    }
}
