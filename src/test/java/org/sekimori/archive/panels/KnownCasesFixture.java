package org.sekimori.archive.panels;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people and the service did on the known day and before: grants, cases, the audit trail, dead letters. */
final class KnownCasesFixture {

    private final KnownDayFixture day;

    KnownCasesFixture(KnownDayFixture day) {
        this.day = day;
    }

    void write() {
        for (int i = 0; i < 14; i++) {
            grants("traveller" + i + (i % 3 == 0 ? "@firm.example" : "@isp.example"), i);
        }
        for (int i = 0; i < 40; i++) {
            cases("user" + i + "@isp.example", i);
        }
        for (int i = 0; i < 60; i++) {
            audit();
        }
        for (int i = 0; i < 30; i++) {
            deadLetter(i);
        }
        for (int i = 0; i < 12; i++) {
            toldOtherwise(i);
        }
        for (int i = 0; i < 8; i++) {
            misjudged(i % 4 < 2, i % 2 == 0);
        }
    }

    /** The whole set of an account, written once more when something changes: the later record counts. */
    private void grants(String account, int number) {
        Instant opened = number < 4 ? KnownDayFixture.START.minus(Duration.ofDays(2 + number * 3L)) : day.time();
        ObjectNode set = KnownDayFixture.object();
        ObjectNode grant = set.putArray("grants").addObject();
        grant.put("id", day.code());
        grant.put("from", number == 5 ? KnownDayFixture.END.plusSeconds(86_400).toString() : opened.toString());
        grant.put("until", opened.plus(Duration.ofDays(7)).toString());
        ArrayNode countries = grant.putArray("countries");
        if (number % 2 == 0) {
            countries.add("DE").add("FR");
        }
        grant.put("opened_by", number % 3 == 0 ? "desk" : account);
        grant.put("channel", day.one("cli", "api", "portal"));
        grant.put("opened_at", opened.toString())
                .put("reason", "trip " + number)
                .put("revoked", false);
        day.add(RawLogRecord.Topic.GRANTS, opened.plusMillis(30), account, set);
        if (number % 4 == 1) {
            ObjectNode changed = set.deepCopy();
            boolean revoked = number % 8 == 1;
            ((ObjectNode) changed.path("grants").path(0))
                    .put("revoked", revoked)
                    .put(
                            "until",
                            revoked
                                    ? KnownDayFixture.END.toString()
                                    : KnownDayFixture.END.plusSeconds(600_000).toString());
            day.add(RawLogRecord.Topic.GRANTS, KnownDayFixture.END.minusSeconds(60), account, changed);
        }
    }

    private void cases(String account, int number) {
        // Most of this day, some of the weeks before, so that there are open ones of every age.
        Instant opened = number % 4 == 0
                ? KnownDayFixture.START.minus(Duration.ofHours(6 + 20L * (number % 13)))
                : KnownDayFixture.START.plusSeconds(day.number(40_000));
        ObjectNode set = KnownDayFixture.object();
        ObjectNode one = set.putArray("cases").addObject();
        String state =
                List.of("flagged", "held", "released", "closed", "closed").get(number % 5);
        one.put("id", day.code()).put("state", state);
        one.put("severity", day.one("medium", "high", "critical"));
        one.put("since", opened.minusSeconds(30 + day.number(3_000)).toString()).put("opened_at", opened.toString());
        List<String> rules = number % 2 == 1
                ? List.of("first-send-at-limit")
                : List.of("sudden-spike", "many-places", "backscatter").subList(0, 1 + day.number(3));
        for (String rule : rules) {
            ObjectNode hit =
                    one.withArray("rules").addObject().put("rule", rule).put("version", 2);
            hit.put("hits", 1 + day.number(9)).put("first", opened.toString());
            hit.put("last", opened.plusSeconds(day.number(900)).toString());
        }
        one.put("messages_out", day.number(400)).put("recipients_out", day.number(4_000));
        if (number % 5 == 0) {
            one.put("quarantined", 1 + number % 4);
        }
        if (!state.equals("flagged")) {
            one.put("held_at", opened.plusSeconds(day.number(600)).toString());
        }
        if (state.equals("released") || state.equals("closed")) {
            one.put(
                    "released_at",
                    opened.plusSeconds(3_000 + day.number(20_000)).toString());
        }
        if (state.equals("closed")) {
            one.put("closed_at", opened.plusSeconds(40_000).toString()).put("closed_by", day.one("mori", "seki"));
            one.put("reason", number % 2 == 0 ? "the customer says so" : "malware on the computer");
            one.put("outcome", number % 10 == 3 || number % 3 == 0 ? "false_positive" : "confirmed");
        }
        day.add(RawLogRecord.Topic.CASES, opened.plusMillis(40), account, set);
    }

    private void audit() {
        String what =
                day.one("grant_open", "grant_extend", "grant_revoke", "origin_misjudged", "hold_place", "case_closed");
        String account = day.account();
        Instant time = day.time();
        ObjectNode line = KnownDayFixture.object();
        line.put("time", time.toString()).put("account", account).put("what", what);
        line.put("by", day.one("mori", "seki", account)).put("detail", what + " by hand");
        if (what.startsWith("grant_")) {
            line.put("grant", "GRNT-000" + day.number(6));
            if (what.equals("grant_open") && !day.oneIn(3)) {
                line.put("refused_by", day.one("overseas-without-grant", "send-limit"));
            }
        } else if (what.equals("case_closed")) {
            line.put("case", day.code());
        } else if (what.equals("origin_misjudged")) {
            line.put("reference", day.code()).put("network", "198.51." + day.number(8) + ".0/24");
            line.put("country", day.one("US", "CN")).put("actual_country", day.one("JP", "JP", "JP", "KR"));
        }
        day.add(RawLogRecord.Topic.AUDIT, time.plusMillis(20), account, line);
    }

    /** Of a relay or an unknown origin no country was looked up, and the customer need not say where they were. */
    private void misjudged(boolean lookedUp, boolean said) {
        String account = day.account();
        Instant time = day.time();
        ObjectNode line = KnownDayFixture.object();
        line.put("time", time.toString()).put("account", account).put("what", "origin_misjudged");
        line.put("by", "mori").put("detail", "origin_misjudged by hand").put("reference", day.code());
        line.put("network", "198.51." + day.number(8) + ".0/24");
        if (lookedUp) {
            line.put("country", "US");
        }
        if (said) {
            line.put("actual_country", "JP");
        }
        day.add(RawLogRecord.Topic.AUDIT, time.plusMillis(20), account, line);
    }

    /** A door that could not wait for the log answers by itself, mostly too kindly. */
    private void toldOtherwise(int number) {
        String account = day.account();
        Instant time = day.time();
        ObjectNode line = KnownDayFixture.object();
        String decided = number % 3 == 0 ? "defer" : "reject";
        line.put("time", time.toString()).put("account", account).put("what", "answer_differs");
        line.put("by", "postfix@mx" + (1 + number % 2));
        line.put("detail", "event e-" + number + " was answered accept by fallback, decided " + decided);
        line.put("told", number % 4 == 0 ? "defer" : "accept").put("decided", number % 4 == 0 ? "accept" : decided);
        day.add(RawLogRecord.Topic.AUDIT, time.plusMillis(20), account, line);
    }

    private void deadLetter(int number) {
        String source =
                number % 3 == 0 ? "postfix 192.0.2." + day.number(3) : "inbox-" + day.number(4) + "@" + (100 + number);
        Instant time = day.time();
        ObjectNode letter = KnownDayFixture.object();
        letter.put("time", time.toString()).put("source", source);
        letter.put(
                "reason", day.one("time is missing; write RFC 3339", "account is empty", "kind 'sent' is not known"));
        letter.put("payload", "{\"account\":\"***@isp.example\"}");
        day.add(RawLogRecord.Topic.DEAD_LETTERS, time.plusMillis(5), source, letter);
    }
}
