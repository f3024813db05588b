package org.sekimori.followup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseHoldPeriod;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.RulePrecision;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.followup.channels.WebhookSettings;
import org.sekimori.grants.Grant;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecord.State;

/** Determines the other due notices: questions, ending grants, ends of incidents, digests, imprecise rules. */
final class DueOtherNotices {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration BETWEEN_GRANTS = Duration.ofSeconds(20);
    private static final Duration BETWEEN_RULES = Duration.ofMinutes(10);
    private static final int MOST_LISTED = 50;
    private static final Set<String> OF_CASES =
            Set.of(NoticeKind.CASE_OPENED.word(), NoticeKind.ACCOUNT_HELD.word(), NoticeKind.NO_CONTACT.word());

    private final FollowupSettings settings;
    private final NoticeOutbox ledger;
    private final AccountStatus status;
    private final List<String> deskWays;
    private final FailureIsolation troubles;
    private Instant grantsLooked = Instant.EPOCH;
    private Instant rulesLooked = Instant.EPOCH;

    DueOtherNotices(
            FollowupSettings settings,
            NoticeOutbox ledger,
            AccountStatus status,
            List<String> deskWays,
            FailureIsolation troubles) {
        this.settings = settings;
        this.ledger = ledger;
        this.status = status;
        this.deskWays = deskWays;
        this.troubles = troubles;
    }

    boolean isQuestion(NoticeRecord entry, String account) {
        return entry.kind().equals(NoticeKind.WAS_THIS_YOU.word()) && account.equals(entry.account());
    }

    NoticeRecord question(OwnerQuestionRaised question, Instant now) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("reference", question.reference());
        facts.put("country", question.country());
        facts.put("network", question.network());
        facts.put("time", question.time().toString());
        String account = question.account().name();
        return NoticeRecord.due(
                NoticeKeys.question(account, question.reference()),
                NoticeKind.WAS_THIS_YOU.word(),
                NoticeKeys.CUSTOMER,
                account,
                question.reference(),
                now,
                facts);
    }

    NoticeRecord digest(String to, List<NoticeRecord> told, Instant now) {
        StringBuilder list = new StringBuilder();
        told.stream().limit(MOST_LISTED).forEach(entry -> list.append(entry.about())
                .append("  ")
                .append(entry.account())
                .append('\n'));
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("count", Integer.toString(told.size()));
        facts.put("list", list.toString());
        return NoticeRecord.due(NoticeKeys.digest(to, now), NoticeKind.DIGEST.word(), to, null, "", now, facts);
    }

    /** Pending notices of the outbox that do not follow from a case's state; digests first. */
    List<NoticeRecord> waiting(Instant now) {
        return ledger.entries().values().stream()
                .filter(entry -> !entry.isFinished() && !OF_CASES.contains(entry.kind()))
                .filter(entry -> NoticeKind.of(entry.kind()) != null)
                .filter(entry -> entry.next() == null || !entry.next().isAfter(now))
                .filter(entry -> !isReleaseOfOpen(entry))
                .sorted((a, b) -> Boolean.compare(
                        b.kind().equals(NoticeKind.DIGEST.word()), a.kind().equals(NoticeKind.DIGEST.word())))
                .toList();
    }

    /** Whether it is a customer's release notice, which is handled with the case. */
    private static boolean isReleaseOfOpen(NoticeRecord entry) {
        boolean end =
                entry.kind().equals(NoticeKind.RELEASED.word()) || entry.kind().equals(NoticeKind.CASE_CLOSED.word());
        return end && entry.to().equals(NoticeKeys.CUSTOMER);
    }

    /** End notices for receivers that were notified of a case: released or closed. */
    List<NoticeRecord> released(Map<String, CaseSet> all, Instant now) {
        List<NoticeRecord> due = new ArrayList<>();
        for (WebhookSettings webhook : settings.webhooks()) {
            if (webhook.wants(NoticeKind.CASE_CLOSED)) {
                all.forEach((account, set) -> troubles.run(
                        "ends of cases", () -> set.all().forEach(one -> end(webhook, account, one, now, due))));
            }
        }
        return due;
    }

    /**
     * Says that submission is open again only if it was closed. A case closed while its account stays on hold is over, and the
     * end of the hold is notified when it comes.
     */
    private void end(WebhookSettings webhook, String account, Case one, Instant now, List<NoticeRecord> due) {
        if (!overFor(one, now) || !wasTold(NoticeKeys.first(webhook.to(), account, one))) {
            return;
        }
        Instant ended = CaseHoldPeriod.of(one).ended();
        NoticeKind kind = ended == null ? NoticeKind.CASE_CLOSED : NoticeKind.RELEASED;
        String key = NoticeKeys.resolved(webhook.to(), account, one);
        NoticeRecord before = ledger.entries().get(key);
        if (before != null && ended != null && before.kind().equals(NoticeKind.CASE_CLOSED.word())) {
            key = NoticeKeys.released(webhook.to(), account, one, ended);
        }
        if (!ledger.entries().containsKey(key) && webhook.wants(kind)) {
            due.add(NoticeRecord.due(key, kind.word(), webhook.to(), account, one.id(), now, new TreeMap<>()));
        }
    }

    private static boolean overFor(Case one, Instant now) {
        CaseJudgement judgement = one.judgement();
        return one.state() == Case.State.RELEASED
                || (judgement != null && judgement.at().plus(WEEK).isAfter(now));
    }

    private boolean wasTold(String key) {
        NoticeRecord first = ledger.entries().get(key);
        return first != null && first.state() == State.SENT;
    }

    /** Grants that end within a day, once for each end. */
    List<NoticeRecord> grants(Instant now) {
        if (settings.smtp() == null || grantsLooked.plus(BETWEEN_GRANTS).isAfter(now)) {
            return List.of();
        }
        grantsLooked = now;
        List<NoticeRecord> due = new ArrayList<>();
        status.allGrants()
                .forEach((account, grants) -> troubles.run("grants", () -> grants.grants().stream()
                        .filter(grant -> ending(grant, now))
                        .filter(grant ->
                                !ledger.entries().containsKey(NoticeKeys.grant(account, grant.id(), grant.until())))
                        .forEach(grant -> due.add(ending(account, grant, now)))));
        return due;
    }

    /** One that is shorter than a day needs no word: it was opened with its end in sight. */
    private static boolean ending(Grant grant, Instant now) {
        return grant.active(now)
                && !grant.until().isAfter(now.plus(NoticeHistory.DAY))
                && grant.from().plus(NoticeHistory.DAY).isBefore(grant.until());
    }

    private static NoticeRecord ending(String account, Grant grant, Instant now) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("until", grant.until().toString());
        return NoticeRecord.due(
                NoticeKeys.grant(account, grant.id(), grant.until()),
                NoticeKind.GRANT_ENDING.word(),
                NoticeKeys.CUSTOMER,
                account,
                grant.id(),
                now,
                facts);
    }

    /** Rules that were wrong too often, once a week each. */
    List<NoticeRecord> imprecise(Instant now) {
        if (rulesLooked.plus(BETWEEN_RULES).isAfter(now)) {
            return List.of();
        }
        rulesLooked = now;
        List<NoticeRecord> due = new ArrayList<>();
        troubles.run("rules", () -> RulePrecision.of(status.allCases().values()).values().stream()
                .filter(settings.precision().get()::reports)
                .forEach(precision -> deskWays.stream()
                        .filter(this::wantsRules)
                        .filter(to -> notThisWeek(NoticeKeys.imprecise(to, precision.rule()), now))
                        .forEach(to -> due.add(imprecise(to, precision, now)))));
        return due;
    }

    private boolean wantsRules(String to) {
        return settings.webhooks().stream()
                .noneMatch(
                        webhook -> webhook.to().equals(to) && !webhook.kinds().contains(NoticeKind.RULE_IMPRECISE));
    }

    private boolean notThisWeek(String key, Instant now) {
        NoticeRecord last = ledger.entries().get(key);
        return last == null || (last.isFinished() && !last.at().plus(WEEK).isAfter(now));
    }

    private static NoticeRecord imprecise(String to, RulePrecision precision, Instant now) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("count", Long.toString(precision.judged()));
        facts.put("confirmed", Long.toString(precision.confirmed()));
        facts.put("precision", Math.round(100 * precision.precision()) + " %");
        return NoticeRecord.due(
                NoticeKeys.imprecise(to, precision.rule()),
                NoticeKind.RULE_IMPRECISE.word(),
                to,
                null,
                precision.rule(),
                now,
                facts);
    }
}
