package org.sekimori.followup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseHold;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Judgement;
import org.sekimori.cases.RulePrecision;
import org.sekimori.engine.Output.Asked;
import org.sekimori.grants.Grant;
import org.sekimori.stream.Ledger;
import org.sekimori.stream.NoticeEntry;
import org.sekimori.stream.NoticeEntry.State;
import org.sekimori.stream.Standing;

/** Notices beside the first word about a case: questions, grants that end, ends of incidents, digests, imprecise rules. */
final class SideNotices {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration BETWEEN_GRANTS = Duration.ofSeconds(20);
    private static final Duration BETWEEN_RULES = Duration.ofMinutes(10);
    private static final int MOST_LISTED = 50;
    private static final Set<String> OF_CASES =
            Set.of(Kind.CASE_OPENED.word(), Kind.ACCOUNT_HELD.word(), Kind.NO_CONTACT.word());

    private final FollowupSettings settings;
    private final Ledger ledger;
    private final Standing standing;
    private final List<String> deskWays;
    private final Troubles troubles;
    private Instant grantsLooked = Instant.EPOCH;
    private Instant rulesLooked = Instant.EPOCH;

    SideNotices(FollowupSettings settings, Ledger ledger, Standing standing, List<String> deskWays, Troubles troubles) {
        this.settings = settings;
        this.ledger = ledger;
        this.standing = standing;
        this.deskWays = deskWays;
        this.troubles = troubles;
    }

    boolean isQuestion(NoticeEntry entry, String account) {
        return entry.kind().equals(Kind.WAS_THIS_YOU.word()) && account.equals(entry.account());
    }

    NoticeEntry question(Asked asked, Instant now) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("reference", asked.reference());
        facts.put("country", asked.country());
        facts.put("network", asked.network());
        facts.put("time", asked.time().toString());
        String account = asked.account().name();
        return NoticeEntry.due(
                Keys.question(account, asked.reference()),
                Kind.WAS_THIS_YOU.word(),
                Keys.CUSTOMER,
                account,
                asked.reference(),
                now,
                facts);
    }

    NoticeEntry digest(String to, List<NoticeEntry> told, Instant now) {
        StringBuilder list = new StringBuilder();
        told.stream().limit(MOST_LISTED).forEach(entry -> list.append(entry.about())
                .append("  ")
                .append(entry.account())
                .append('\n'));
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("count", Integer.toString(told.size()));
        facts.put("list", list.toString());
        return NoticeEntry.due(Keys.digest(to, now), Kind.DIGEST.word(), to, null, "", now, facts);
    }

    /** What waits in the ledger and follows from no state; digests first. */
    List<NoticeEntry> waiting(Instant now) {
        return ledger.entries().values().stream()
                .filter(entry -> !entry.over() && !OF_CASES.contains(entry.kind()))
                .filter(entry -> Kind.of(entry.kind()) != null)
                .filter(entry -> entry.next() == null || !entry.next().isAfter(now))
                .filter(entry -> !isReleaseOfOpen(entry))
                .sorted((a, b) -> Boolean.compare(
                        b.kind().equals(Kind.DIGEST.word()), a.kind().equals(Kind.DIGEST.word())))
                .toList();
    }

    /** The customer's word about a release is looked at with the case. */
    private static boolean isReleaseOfOpen(NoticeEntry entry) {
        boolean end = entry.kind().equals(Kind.RELEASED.word()) || entry.kind().equals(Kind.CASE_CLOSED.word());
        return end && entry.to().equals(Keys.CUSTOMER);
    }

    /** For receivers that were told of a case: that it is released or closed. */
    List<NoticeEntry> released(Map<String, CaseSet> all, Instant now) {
        List<NoticeEntry> due = new ArrayList<>();
        for (WebhookSettings webhook : settings.webhooks()) {
            if (webhook.wants(Kind.CASE_CLOSED)) {
                all.forEach((account, set) -> troubles.with(
                        "ends of cases", () -> set.all().forEach(one -> end(webhook, account, one, now, due))));
            }
        }
        return due;
    }

    /**
     * Submission is said to be open again only of what was closed. A case that is closed while its account stays on hold is over, and
     * the end of the hold is told when it comes.
     */
    private void end(WebhookSettings webhook, String account, Case one, Instant now, List<NoticeEntry> due) {
        if (!overFor(one, now) || !wasTold(Keys.first(webhook.to(), account, one))) {
            return;
        }
        Instant ended = CaseHold.of(one).ended();
        Kind kind = ended == null ? Kind.CASE_CLOSED : Kind.RELEASED;
        String key = Keys.resolved(webhook.to(), account, one);
        NoticeEntry before = ledger.entries().get(key);
        if (before != null && ended != null && before.kind().equals(Kind.CASE_CLOSED.word())) {
            key = Keys.released(webhook.to(), account, one, ended);
        }
        if (!ledger.entries().containsKey(key) && webhook.wants(kind)) {
            due.add(NoticeEntry.due(key, kind.word(), webhook.to(), account, one.id(), now, new TreeMap<>()));
        }
    }

    private static boolean overFor(Case one, Instant now) {
        Judgement judgement = one.judgement();
        return one.state() == Case.State.RELEASED
                || (judgement != null && judgement.at().plus(WEEK).isAfter(now));
    }

    private boolean wasTold(String key) {
        NoticeEntry first = ledger.entries().get(key);
        return first != null && first.state() == State.SENT;
    }

    /** Grants that end within a day, once for each end. */
    List<NoticeEntry> grants(Instant now) {
        if (settings.smtp() == null || grantsLooked.plus(BETWEEN_GRANTS).isAfter(now)) {
            return List.of();
        }
        grantsLooked = now;
        List<NoticeEntry> due = new ArrayList<>();
        standing.allGrants()
                .forEach((account, grants) -> troubles.with("grants", () -> grants.grants().stream()
                        .filter(grant -> ending(grant, now))
                        .filter(grant -> !ledger.entries().containsKey(Keys.grant(account, grant.id(), grant.until())))
                        .forEach(grant -> due.add(ending(account, grant, now)))));
        return due;
    }

    /** One that is shorter than a day needs no word: it was opened with its end in sight. */
    private static boolean ending(Grant grant, Instant now) {
        return grant.active(now)
                && !grant.until().isAfter(now.plus(Memory.DAY))
                && grant.from().plus(Memory.DAY).isBefore(grant.until());
    }

    private static NoticeEntry ending(String account, Grant grant, Instant now) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("until", grant.until().toString());
        return NoticeEntry.due(
                Keys.grant(account, grant.id(), grant.until()),
                Kind.GRANT_ENDING.word(),
                Keys.CUSTOMER,
                account,
                grant.id(),
                now,
                facts);
    }

    /** Rules that were wrong too often, once a week each. */
    List<NoticeEntry> imprecise(Instant now) {
        if (rulesLooked.plus(BETWEEN_RULES).isAfter(now)) {
            return List.of();
        }
        rulesLooked = now;
        List<NoticeEntry> due = new ArrayList<>();
        troubles.with("rules", () -> RulePrecision.of(standing.allCases().values()).values().stream()
                .filter(settings.precision().get()::reports)
                .forEach(precision -> deskWays.stream()
                        .filter(this::wantsRules)
                        .filter(to -> notThisWeek(Keys.imprecise(to, precision.rule()), now))
                        .forEach(to -> due.add(imprecise(to, precision, now)))));
        return due;
    }

    private boolean wantsRules(String to) {
        return settings.webhooks().stream()
                .noneMatch(
                        webhook -> webhook.to().equals(to) && !webhook.kinds().contains(Kind.RULE_IMPRECISE));
    }

    private boolean notThisWeek(String key, Instant now) {
        NoticeEntry last = ledger.entries().get(key);
        return last == null || (last.over() && !last.at().plus(WEEK).isAfter(now));
    }

    private static NoticeEntry imprecise(String to, RulePrecision precision, Instant now) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("count", Long.toString(precision.judged()));
        facts.put("confirmed", Long.toString(precision.confirmed()));
        facts.put("precision", Math.round(100 * precision.precision()) + " %");
        return NoticeEntry.due(
                Keys.imprecise(to, precision.rule()),
                Kind.RULE_IMPRECISE.word(),
                to,
                null,
                precision.rule(),
                now,
                facts);
    }
}
