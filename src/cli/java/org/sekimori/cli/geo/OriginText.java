package org.sekimori.cli.geo;

import java.io.PrintWriter;
import org.sekimori.text.EscapedText;
import tools.jackson.databind.JsonNode;

/** Formats an origin and its source for people. */
final class OriginText {

    private OriginText() {}

    static void print(PrintWriter out, JsonNode where, boolean fromFiles) {
        out.println(EscapedText.of(where.path("sentence").asString("")) + ".");
        line(out, "country", where.path("country").asString("-"));
        line(out, "kind", kind(where));
        line(out, "network", where.path("network").asString("-"));
        long asn = where.path("asn").asLong(0);
        line(
                out,
                "system",
                asn == 0 ? "-" : "AS" + asn + " " + where.path("organisation").asString(""));
        line(out, "decided by", decidedBy(where));
        if (where.has("database_kind")) {
            line(
                    out,
                    "else",
                    where.path("database_country")
                            .asString(where.path("database_reason").asString("-")));
        }
        line(
                out,
                "database",
                where.path("database").asString("") + " of "
                        + where.path("built").asString("?") + ", "
                        + where.path("age_days").asLong(0) + " days old"
                        + (where.path("starter").asBoolean(false) ? " (ships with Sekimori)" : ""));
        JsonNode account = where.path("account");
        if (account.isObject()) {
            account(out, account);
        }
        if (fromFiles) {
            out.println("No service runs over this folder: the files in it were asked.");
        }
        if (where.has("attribution")) {
            out.println(where.path("attribution").asString(""));
        }
    }

    private static String kind(JsonNode where) {
        String word = where.path("reason").asString(where.path("name").asString(""));
        return where.path("kind").asString("") + (word.isEmpty() ? "" : " (" + word + ")");
    }

    private static String decidedBy(JsonNode where) {
        String entry = where.path("entry").asString("");
        String note = where.path("note").asString("");
        return where.path("decided_by").asString("").replace('_', ' ')
                + (entry.isEmpty() ? "" : " " + entry)
                + (note.isEmpty() ? "" : ": " + note);
    }

    private static void account(PrintWriter out, JsonNode account) {
        String let = account.has("grant")
                ? ", under grant " + account.path("grant").asString("")
                : account.has("home") ? ", at home in " + account.path("home").asString("") : "";
        String would = account.has("would")
                ? " (only observed; else " + account.path("would").asString("") + ")"
                : "";
        line(
                out,
                "rules",
                account.path("verdict").asString("") + would + let + ", for "
                        + account.path("account").asString(""));
        account.path("rules").forEach(rule -> line(out, "", rule.asString("")));
        if (account.has("customer")) {
            line(out, "customer", account.path("customer").asString(""));
        }
        line(out, "asked", account.path("asked").asString(""));
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-11s %s%n", name, EscapedText.of(value));
    }
}
