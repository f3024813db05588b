package org.sekimori.rules;

import java.util.Map;
import java.util.TreeMap;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookFiles;

/** The smallest rulebook that is right, around one rule. */
final class MinimalRulebook {

    static final String ID = "small";
    static final String DRL = "test/small/rule.drl";
    static final String YML = "test/small/rule.yml";

    static final String POLICY = """
            defaults:
              thresholds:
                many: 10
                few: 2
            """;

    static final String METADATA = """
            id: small
            title: A rule to try things with
            version: 1
            owner: nobody
            severity: low
            mode: enforce
            description: It stands for any rule that somebody writes.
            false_positives: Everybody whom its conditions hit.
            what_to_do: Look at the condition that is tried.
            """;

    private static final String CASE = """
            title: anything
            account: alice@isp.example
            entries:
              - {at: 2026-06-01T09:00:00Z, what: submission, from: DE}
            expect: {verdict: accept, hit: %s}
            """;

    private MinimalRulebook() {}

    /** With the text of a whole file. */
    static RulebookFiles of(String drl) {
        return new RulebookFiles(new TreeMap<>(Map.of(
                DRL,
                drl,
                YML,
                METADATA,
                "test/small/tests/hit.yml",
                CASE.formatted("true"),
                "test/small/tests/miss.yml",
                CASE.formatted("false"),
                "messages/en.properties",
                "small.customer = no\ncommon.webmail = a\ncommon.travel_page = b\n"
                        + "common.contact = c\ncommon.try_later = d\n",
                DomainPolicies.FILE,
                POLICY)));
    }

    /** With one rule, its condition on line 3 from column 21, its consequence on line 5 from column 5. */
    static RulebookFiles of(String condition, String consequence) {
        return of(rule("small", condition, consequence));
    }

    static String rule(String name, String condition, String consequence) {
        return "rule \"" + name + "\"\nwhen\n    s : Submission( " + condition + " )\nthen\n    " + consequence
                + "\nend\n";
    }
}
