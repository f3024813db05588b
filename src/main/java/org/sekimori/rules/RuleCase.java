package org.sekimori.rules;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.HoldCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/**
 * An example from {@code <rule>/cases/*.yml}: what happened to one account, and what must be decided about the last
 * submission.
 *
 * @param file where it stands
 * @param rule the rule it belongs to
 * @param title one line
 * @param account whose account it is about
 * @param policy the policy that holds in this case, null for the rulebook's own
 * @param steps what happened, in order; the last one is a submission
 * @param verdict the word expected: {@code accept, defer, reject}
 * @param hit whether the rule must be among the findings of the last submission, or must not
 */
public record RuleCase(
        String file,
        String rule,
        String title,
        Account account,
        @Nullable DomainPolicy policy,
        List<Step> steps,
        String verdict,
        boolean hit) {

    /** One thing that happens in a case. */
    public sealed interface Step {}

    /** A submission. */
    public record Submit(MailEvent event) implements Step {}

    /** Somebody opens, extends or revokes a grant. */
    public record ChangeGrant(GrantCommand command) implements Step {}

    /** Somebody places or releases a hold. */
    public record ChangeHold(HoldCommand command) implements Step {}

    static List<RuleCase> readAll(RulebookFiles files, Collection<RuleSpec> specs, List<Problem> problems) {
        List<RuleCase> cases = new ArrayList<>();
        for (RuleSpec spec : specs) {
            String folder = spec.folder() + "/cases/";
            boolean hit = false;
            boolean miss = false;
            for (String file : files.files().tailMap(folder).keySet()) {
                if (!file.startsWith(folder)) {
                    break;
                }
                try {
                    RuleCase read = read(spec, file, files.files().getOrDefault(file, ""), files);
                    cases.add(read);
                    hit |= read.hit();
                    miss |= !read.hit();
                } catch (RulebookException e) {
                    problems.addAll(e.problems());
                }
            }
            if (spec.active() && !(hit && miss)) {
                problems.add(new Problem(folder, 0, "needs at least one case that hits and one near miss"));
            }
        }
        return cases;
    }

    private static RuleCase read(RuleSpec spec, String file, String text, RulebookFiles files)
            throws RulebookException {
        YamlMap map = YamlMap.parse(file, text).only("title", "account", "policy", "entries", "expect");
        Account account;
        try {
            account = Account.of(map.text("account"));
        } catch (IllegalArgumentException e) {
            throw map.wrong("account", e);
        }
        List<Step> steps = new ArrayList<>();
        for (YamlMap entry : map.maps("entries")) {
            steps.add(step(entry, account, file + "#" + steps.size()));
        }
        if (steps.isEmpty() || !(steps.get(steps.size() - 1) instanceof Submit)) {
            throw map.wrong("entries", "must end with a submission");
        }
        YamlMap expect = map.map("expect").only("verdict", "hit");
        String verdict = expect.text("verdict");
        if (!List.of("accept", "defer", "reject").contains(verdict)) {
            throw expect.wrong("verdict", "must be accept, defer or reject, not " + verdict);
        }
        DomainPolicy policy = map.has("policy")
                ? Policies.overlay(
                        map.map("policy"), files.files().getOrDefault(Policies.FILE, "defaults: {}"), account.domain())
                : null;
        return new RuleCase(file, spec.id(), map.text("title"), account, policy, steps, verdict, flag(expect, "hit"));
    }

    private static boolean flag(YamlMap map, String key) throws RulebookException {
        String word = map.text(key);
        if (!word.equals("true") && !word.equals("false")) {
            throw map.wrong(key, "must be true or false, not " + word);
        }
        return word.equals("true");
    }

    private static Step step(YamlMap entry, Account account, String id) throws RulebookException {
        Instant at = time(entry, "at");
        String what = entry.text("what");
        String by = entry.text("by", "desk");
        switch (what) {
            case "submission":
                entry.only("at", "what", "from", "address", "channel", "recipients", "sender", "size");
                return new Submit(submission(entry, account, id, at));
            case "grant_open":
                entry.only("at", "what", "by", "begin", "end", "countries", "reason");
                return new ChangeGrant(new GrantCommand.Open(
                        id,
                        account,
                        at,
                        by,
                        "case",
                        entry.has("begin") ? time(entry, "begin") : null,
                        entry.has("end") ? time(entry, "end") : null,
                        new TreeSet<>(entry.texts("countries")),
                        entry.text("reason", "")));
            case "grant_extend":
                entry.only("at", "what", "by");
                return new ChangeGrant(new GrantCommand.Extend(id, account, at, by, "case", null));
            case "grant_revoke":
                entry.only("at", "what", "by");
                return new ChangeGrant(new GrantCommand.Revoke(id, account, at, by, "case", null));
            case "hold_place":
                entry.only("at", "what", "by", "reason");
                return new ChangeHold(new HoldCommand.Place(id, account, at, by, "case", entry.text("reason", "")));
            case "hold_release":
                entry.only("at", "what", "by", "reason");
                return new ChangeHold(new HoldCommand.Release(id, account, at, by, "case", entry.text("reason", "")));
            default:
                throw entry.wrong(
                        "what",
                        "must be submission, grant_open, grant_extend, grant_revoke, hold_place or hold_release, not "
                                + what);
        }
    }

    private static MailEvent submission(YamlMap entry, Account account, String id, Instant at)
            throws RulebookException {
        Channel channel = Channel.of(entry.text("channel", "submission"));
        if (channel == null) {
            throw entry.wrong("channel", "must be submission, webmail or api");
        }
        return new MailEvent(
                id,
                at,
                Kind.ATTEMPT,
                "case",
                channel,
                account,
                entry.text("address", "198.51.100.1"),
                null,
                null,
                null,
                entry.text("sender", account.name()),
                List.of(),
                entry.number("recipients", 1, 0, 100_000),
                entry.number("size", 1000, 0, Integer.MAX_VALUE),
                null,
                null,
                null,
                false,
                origin(entry));
    }

    private static Origin origin(YamlMap entry) throws RulebookException {
        String from = entry.text("from");
        switch (from) {
            case "internal":
                return new Origin.Internal("private", null);
            case "relay":
                return new Origin.Relay("relay", null);
            case "unknown":
                return new Origin.Unknown("no_entry", null, null);
            default:
                if (!from.matches("[A-Z]{2}")) {
                    throw entry.wrong(
                            "from", "must be a country code such as DE, or internal, relay or unknown, not " + from);
                }
                return new Origin.Country(from, null, 0, new Origin.Source("case", null));
        }
    }

    private static Instant time(YamlMap map, String key) throws RulebookException {
        try {
            return Instant.parse(map.text(key));
        } catch (DateTimeParseException e) {
            throw map.wrong(key, "must be a time such as 2026-06-01T09:00:00Z, not " + map.text(key));
        }
    }
}
