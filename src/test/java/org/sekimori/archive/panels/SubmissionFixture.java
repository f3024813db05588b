package org.sekimori.archive.panels;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A submission of the known day: its entry, its decision, and what the door told. */
final class SubmissionFixture {

    static final List<String> ABROAD = List.of(
            "DE", "FR", "US", "CN", "BR", "AU", "CA", "KR", "IN", "GB", "IT", "ES", "RU", "TR", "NG", "ZA", "MX", "TH",
            "VN", "PL");

    private final KnownDayFixture day;
    private final Instant time;
    private final String account;
    private final ObjectNode decision = KnownDayFixture.object();
    private String verdict = "accept";

    SubmissionFixture(KnownDayFixture day) {
        this.day = day;
        this.time = day.time();
        this.account = day.account();
    }

    void write() {
        String eventId = "e-" + day.letters(12);
        ObjectNode origin = KnownDayFixture.object();
        decision.put("id", day.letters(20)).put("event_id", eventId).put("reference", day.code());
        decision.put("time", time.toString()).put("account", account);
        decide(day.number(100), origin);
        inTheShadow();
        signs();
        besides();
        decision.put("verdict", verdict);
        decision.set("origin", origin);
        decision.put(
                "rulebook", time.isBefore(KnownDayFixture.START.plusSeconds(43_200)) ? "rb-morning" : "rb-evening");
        decision.putObject("counters")
                .put("accepted_messages", day.number(500))
                .put("accepted_recipients", day.number(900))
                .put("refused_messages", day.number(20));
        if (!verdict.equals("accept")) {
            refuse();
        }
        // A clock that is ahead is no rarity.
        Instant appended = time.plusMillis(day.oneIn(12) ? -day.number(300) : day.number(4000));
        Instant decided = appended.plusMillis(1 + day.number(200));
        day.add(RawLogRecord.Topic.DECISIONS, decided, account, decision, entry(eventId, origin), appended);
        if (!day.oneIn(4)) {
            answer(eventId, decided);
        }
    }

    private void decide(int sort, ObjectNode origin) {
        if (account.endsWith("@observed.example") && sort < 60) {
            abroad(origin);
            decision.put("would", "reject");
            finding("overseas-without-grant", 3, "enforce", "high", "reject", "overseas");
        } else if (sort < 45) {
            country(origin, "JP");
        } else if (sort < 50) {
            origin.put("kind", "relay").put("name", "google").put("network", "209.85.220.0/24");
        } else if (sort < 54) {
            origin.put("kind", "internal").put("name", "private").put("network", "10.0.0.0/24");
        } else if (sort < 59) {
            origin.put("kind", "unknown").put("reason", day.one("no_entry", "no_address"));
            origin.put("database", "GeoLite2-Country").put("built", "2026-03-03");
            finding("unknown-origin", 1, "enforce", "medium", "advise", "no country");
        } else if (sort < 75) {
            abroad(origin);
            verdict = "reject";
            finding("overseas-without-grant", 3, "enforce", "high", "reject", "overseas");
            if (day.oneIn(5)) {
                finding("account-on-hold", 2, "enforce", "critical", "reject", "held");
            }
        } else if (sort < 85) {
            abroad(origin);
            decision.put("grant", "GRNT-000" + day.number(6));
            if (day.oneIn(3)) {
                flag("sudden-spike", "medium");
            }
        } else if (sort < 92) {
            country(origin, "JP");
            verdict = "defer";
            finding("send-limit", 1, "enforce", "low", "defer", "limit reached");
            if (day.oneIn(2)) {
                flag("first-send-at-limit", "high");
            }
        } else {
            abroad(origin);
            flag("many-places", "high");
            if (day.oneIn(2)) {
                flag("backscatter", "critical");
            }
        }
    }

    private void abroad(ObjectNode origin) {
        country(origin, ABROAD.get(Math.min(day.number(ABROAD.size()), day.number(ABROAD.size()))));
    }

    private void country(ObjectNode origin, String country) {
        origin.put("kind", "country").put("country", country);
        int system = day.number(9);
        origin.put("asn", 64_500 + system);
        // Databases name most operators.
        if (system > 1) {
            origin.put("organisation", "Operator " + system);
        }
        if (day.oneIn(6)) {
            origin.putArray("kinds").add(day.one("hosting", "anonymous", "tor"));
        }
        boolean override = day.oneIn(15);
        origin.put("database", override ? "override" : "GeoLite2-Country");
        if (!override) {
            origin.put("built", day.one("2026-03-03", "2026-02-10"));
        }
        origin.put("network", "198.51." + day.number(8) + ".0/24");
    }

    private void flag(String rule, String severity) {
        finding(rule, 2, "enforce", severity, "flag", "likely leak");
        decision.withArray("flags").add(rule);
    }

    private void finding(String rule, int version, String mode, String severity, String effect, String reason) {
        fill(decision.withArray("findings").addObject(), rule, version, mode, severity, effect, reason);
    }

    private static void fill(
            ObjectNode finding, String rule, int version, String mode, String severity, String effect, String reason) {
        finding.put("rule", rule).put("version", version).put("mode", mode).put("severity", severity);
        finding.put("effect", effect).put("reason", rule + ": " + reason + " (" + (rule.length() * 7) + " of 20)");
    }

    private void inTheShadow() {
        if (day.oneIn(8)) {
            finding(day.one("night-owl", "strange-helo"), 1, "shadow", "low", "flag", "tried out");
        }
    }

    /** A decision with findings names the signs that rules raised. */
    private void signs() {
        if (decision.has("findings") && day.oneIn(2)) {
            ObjectNode signs = decision.putObject("signs");
            signs.put(day.one("strange-provider", "unknown-client"), 1 + day.number(300) / 100.0);
            if (day.oneIn(3)) {
                signs.put(day.one("new-recipients", "odd-hour"), 2 + day.number(300) / 100.0);
            }
        }
    }

    /** A candidate rulebook is asked beside; as soon as anything differs, its verdict and all its flags are written. */
    private void besides() {
        if (day.oneIn(4)) {
            ObjectNode candidate = decision.putObject("shadow").put("rulebook", "rb-candidate");
            int sort = day.number(4);
            if (sort == 0) {
                return;
            }
            boolean otherVerdict = sort != 2;
            candidate.put("verdict", otherVerdict ? verdict.equals("accept") ? "reject" : "accept" : verdict);
            fill(candidate.withArray("findings").addObject(), "many-places", 3, "enforce", "high", "flag", "candidate");
            if (sort == 1) {
                if (decision.has("flags")) {
                    candidate.set("flags", decision.get("flags").deepCopy());
                }
            } else if (day.oneIn(2)) {
                candidate.putArray("flags").add(day.one("many-places", "sudden-spike"));
            }
        }
    }

    private void refuse() {
        decision.put("code", verdict.equals("defer") ? 450 : 550);
        decision.put("enhanced_code", verdict.equals("defer") ? "4.7.1" : "5.7.1");
        decision.putObject("texts").put("customer", "Refused.").put("analyst", "Refused because of rules.");
        decision.putObject("figures").put("sent_1h", day.number(60)).put("recipients_24h", day.number(300));
    }

    private ObjectNode entry(String eventId, ObjectNode origin) {
        ObjectNode entry = KnownDayFixture.object();
        entry.put("type", "mail")
                .put("id", eventId)
                .put("time", time.toString())
                .put("kind", "attempt");
        entry.put("server", "mx" + (1 + day.number(3)) + ".isp.example");
        entry.put("channel", day.one("submission", "submission", "webmail", "api"));
        entry.put("account", account);
        entry.put("client_address", "198.51.100." + (1 + day.number(200))).put("tls", "TLSv1.3");
        entry.put("sender", day.oneIn(10) ? "news@shop" + day.number(4) + ".example" : account);
        ArrayNode recipients = entry.putArray("recipients");
        int count = 1 + day.number(6);
        for (int i = 0; i < count; i++) {
            recipients.add("abcdefghijkl" + (1000 + day.number(9000)) + "@to" + day.number(20) + ".example");
        }
        entry.put("recipient_count", count).put("size", 500 + day.number(90_000));
        if (!day.oneIn(9)) {
            entry.put("queue_id", day.letters(10));
        }
        entry.set("origin", origin.deepCopy());
        return entry;
    }

    private void answer(String eventId, Instant decided) {
        boolean fallback = day.oneIn(14);
        ObjectNode answer = KnownDayFixture.object();
        answer.put("type", "answered").put("event_id", eventId).put("time", decided.toString());
        answer.put("account", account).put("verdict", fallback ? "accept" : verdict);
        answer.put("source", fallback ? "fallback" : "log");
        answer.put("door", "postfix@mx" + (1 + day.number(3)));
        answer.put("took_us", fallback ? 1_000_000 + day.number(9000) : 700 + day.number(30_000));
        day.add(RawLogRecord.Topic.ANSWERS, decided.plusMillis(1 + day.number(20)), account, answer);
    }
}
