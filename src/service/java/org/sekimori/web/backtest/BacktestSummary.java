package org.sekimori.web.backtest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the page shows of the report of a backtest, as {@code backtest --json} writes it.
 *
 * @param first time of the first counted submission; null without one
 * @param rules those with a difference, or with hits in shadow mode
 * @param refused accounts newly refused, at most {@value #MOST}
 * @param flagged accounts newly flagged, at most {@value #MOST}
 */
record BacktestSummary(
        long entries,
        long accounts,
        @Nullable Instant first,
        @Nullable Instant last,
        Totals totals,
        List<Rule> rules,
        List<Account> refused,
        List<Account> flagged,
        List<Example> examples) {

    private static final int MOST = 50;

    /** Messages and accounts under both rulebooks, and where they part. */
    record Totals(
            long refusedBefore,
            long refusedAfter,
            long quarantinedBefore,
            long quarantinedAfter,
            long newlyRefused,
            long noLongerRefused,
            long accountsNewlyRefused,
            long accountsNoLongerRefused,
            long accountsNewlyFlagged,
            long accountsNoLongerFlagged) {}

    /** Messages that a rule refuses and accounts that it flags, newly and no longer. */
    record Rule(
            String rule,
            long newlyRefused,
            long noLongerRefused,
            long newlyFlagged,
            long noLongerFlagged,
            long shadow) {

        private boolean parted() {
            return newlyRefused + noLongerRefused + newlyFlagged + noLongerFlagged + shadow > 0;
        }
    }

    /**
     * An account.
     *
     * @param messages newly refused ones; 0 of a flagged account
     */
    record Account(String account, List<String> rules, long messages) {}

    /** A message on which the two first part, explained. */
    record Example(String what, String rule, String account, Instant time, String reason) {}

    static BacktestSummary of(JsonNode report) {
        JsonNode setup = report.path("setup");
        return new BacktestSummary(
                setup.path("entries").asLong(),
                setup.path("accounts").asLong(),
                time(setup.path("first")),
                time(setup.path("last")),
                totals(report.path("totals")),
                all(report.path("rules"), BacktestSummary::rule).stream()
                        .filter(Rule::parted)
                        .toList(),
                accounts(report.path("newly_refused")),
                accounts(report.path("newly_flagged")),
                all(
                        report.path("examples"),
                        one -> new Example(
                                one.path("what").asString(),
                                one.path("rule").asString(),
                                one.path("account").asString(),
                                Instant.parse(one.path("time").asString()),
                                one.path("reason").asString())));
    }

    private static @Nullable Instant time(JsonNode node) {
        return node.isString() ? Instant.parse(node.asString()) : null;
    }

    private static Totals totals(JsonNode totals) {
        JsonNode before = totals.path("baseline");
        JsonNode after = totals.path("candidate");
        return new Totals(
                before.path("deferred").asLong() + before.path("rejected").asLong(),
                after.path("deferred").asLong() + after.path("rejected").asLong(),
                before.path("quarantined").asLong(),
                after.path("quarantined").asLong(),
                totals.path("messages_newly_refused").asLong(),
                totals.path("messages_no_longer_refused").asLong(),
                totals.path("accounts_newly_refused").asLong(),
                totals.path("accounts_no_longer_refused").asLong(),
                totals.path("accounts_newly_flagged").asLong(),
                totals.path("accounts_no_longer_flagged").asLong());
    }

    private static Rule rule(JsonNode one) {
        return new Rule(
                one.path("rule").asString(),
                one.path("refused").path("newly").asLong(),
                one.path("refused").path("no_longer").asLong(),
                one.path("flagged").path("newly").asLong(),
                one.path("flagged").path("no_longer").asLong(),
                one.path("shadow_messages").asLong());
    }

    private static List<Account> accounts(JsonNode rows) {
        return all(
                        rows,
                        one -> new Account(
                                one.path("account").asString(),
                                List.copyOf(one.path("rules").propertyNames()),
                                one.path("messages").asLong()))
                .stream()
                .limit(MOST)
                .toList();
    }

    private static <T> List<T> all(JsonNode rows, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        rows.forEach(one -> all.add(read.apply(one)));
        return all;
    }
}
