package org.sekimori.engine;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.CaseTransitions;
import org.sekimori.cases.Hold;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.CasesChanged;
import org.sekimori.engine.StepOutput.HoldChanged;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.habits.SendRun;
import org.sekimori.rules.policy.DomainPolicy;

/**
 * Updates an account's cases after decisions, reports and the passing of time. Not called for accounts without case, hold and
 * flag.
 */
final class CaseUpdater {

    /** Steps that the trail of audits has in other words already. */
    private static final Set<String> TOLD_OTHERWISE = Set.of("hold_ended");

    /** History line for an account exempt from automatic holds. */
    private static final String SPARED = "not_held";

    private CaseUpdater() {}

    /**
     * Updates the cases after a decision on an account that has or had cases, or was flagged.
     *
     * @param after the account after the decision, its cases as before
     * @param told its cases as last published
     * @param countedBefore whether the message is among those that were sent already
     * @param outputs receives the outputs
     */
    static AccountState decided(
            AccountState after,
            MailEvent event,
            DomainPolicy policy,
            Decision decision,
            CaseSet told,
            boolean countedBefore,
            List<StepOutput> outputs) {
        CaseSet now = after.caseSet().withoutExpired(event.time());
        if (decision.verdict() instanceof Verdict.Accept && !countedBefore) {
            now = now.sent(event.recipientCount());
        }
        AccountState next = after.with(now);
        if (!decision.flags().isEmpty() && !policy.observing()) {
            next = flagged(next, event, policy, decision, outputs);
        }
        if (next.caseSet().isWorthPublishingAfter(told)) {
            outputs.add(new CasesChanged(event.account(), next.caseSet()));
            audit(event.account(), told, next.caseSet(), "", outputs);
        }
        return next;
    }

    private static AccountState flagged(
            AccountState state, MailEvent event, DomainPolicy policy, Decision decision, List<StepOutput> outputs) {
        CaseLifecyclePolicy terms = policy.cases();
        CaseSet set = state.caseSet().flagged(decision, terms, () -> {
            if (decision.trigger().causedByAnybody()) {
                return Case.opened(decision, decision.time(), 0, 0);
            }
            SendRun run = state.profile().at(decision.time(), policy.zone()).sendRun();
            // The profile counts a quarantined message, which is not out.
            boolean out = !(decision.verdict() instanceof Verdict.Quarantine);
            return Case.opened(
                    decision,
                    run.since(),
                    out ? run.messages() : Math.max(0, run.messages() - 1),
                    out ? run.recipients() : Math.max(0, run.recipients() - event.recipientCount()));
        });
        Case open = set.open();
        AccountState next = state.with(set);
        if (open == null || decision.trigger().causedByAnybody()) {
            return next;
        }
        if (state.hold() == null) {
            return closing(next, open, terms, decision, outputs);
        }
        return open.state() == State.FLAGGED
                ? next.with(CaseTransitions.held(
                        set,
                        new CaseHistoryEntry(
                                decision.time(), "held", CaseSet.SERVICE, "the account is on hold already", 0)))
                : next;
    }

    /** Places a hold if the policy says so, and there is more than a doubt; for an exempt account records that once, and again after a reopening. */
    private static AccountState closing(
            AccountState state, Case open, CaseLifecyclePolicy terms, Decision decision, List<StepOutput> outputs) {
        // A case counts only some rules, but every flag of this decision must be compared.
        Set<String> rules = new LinkedHashSet<>(open.ruleIds());
        rules.addAll(decision.flags());
        if (open.doubt()) {
            return state;
        }
        String reason = "flagged by " + String.join(", ", rules);
        if (terms.holds(open.severity(), rules)) {
            return placeHold(state, decision.account(), decision.time(), reason, terms, outputs);
        }
        return terms.holdSuppressed(open.severity(), rules) && !saysSpared(open)
                ? state.with(state.caseSet()
                        .noting(new CaseHistoryEntry(
                                decision.time(),
                                SPARED,
                                CaseSet.SERVICE,
                                "the account is never held by itself: look at it at once",
                                0)))
                : state;
    }

    private static boolean saysSpared(Case open) {
        for (int i = open.history().size() - 1; i >= 0; i--) {
            String what = open.history().get(i).what();
            if (what.equals(SPARED) || what.equals("reopened")) {
                return what.equals(SPARED);
            }
        }
        return false;
    }

    /** Places a hold automatically. */
    static AccountState placeHold(
            AccountState state,
            Account account,
            Instant now,
            String reason,
            CaseLifecyclePolicy terms,
            List<StepOutput> outputs) {
        Instant until = terms.holdFor() == null ? null : now.plus(terms.holdFor());
        Hold hold = new Hold(CaseSet.SERVICE, now, until, reason);
        outputs.add(new HoldChanged(account, hold));
        Case open = state.caseSet().open();
        outputs.add(new AuditRecord(
                account, now, "hold_place", CaseSet.SERVICE, reason, open == null ? Map.of() : fields(open, reason)));
        return state.withHold(hold)
                .with(CaseTransitions.held(
                        state.caseSet(), new CaseHistoryEntry(now, "held", CaseSet.SERVICE, reason, 0)));
    }

    /**
     * Resets the evidence behind a judged case.
     *
     * @param harmless whether the traffic was judged to be the owner's
     */
    static AccountState judged(AccountState state, Instant since, Instant now, DomainPolicy policy, boolean harmless) {
        // What is found again after it is news.
        return state.with(state.profile().withJudgement(since, now, policy.zone(), harmless))
                .with(RecentFindings.SECTION, RecentFindings.NONE);
    }

    /** After the provider reported that the password was changed. */
    static AccountState passwordChanged(
            AccountState state, MailEvent event, DomainPolicy policy, CaseSet told, List<StepOutput> outputs) {
        CaseSet after =
                CaseTransitions.passwordChanged(state.caseSet(), event.time(), event.reporter(), policy.cases());
        AccountState next = state.with(after);
        if (after.open() != null && after.open().state() == State.RELEASED) {
            next = judged(next, after.open().since(), event.time(), policy, false);
        }
        if (state.hold() != null && after.open() != null && after.open().state() == State.RELEASED) {
            outputs.add(new HoldChanged(event.account(), null));
            outputs.add(new AuditRecord(
                    event.account(),
                    event.time(),
                    "hold_release",
                    CaseSet.SERVICE,
                    "the password was changed on a clean device",
                    fields(after.open(), "")));
            next = next.withHold(null);
        }
        publishChanges(event.account(), told, after, "", outputs);
        return next;
    }

    /**
     * The account at a moment: applies a hold's end, a watch's end or an expired wait for a judgement. The caller publishes the
     * changes of cases.
     */
    static AccountState advanceTo(
            AccountState state, Account account, CaseLifecyclePolicy terms, Instant now, List<StepOutput> outputs) {
        AccountState next = state;
        Hold hold = state.hold();
        if (hold != null && hold.until() != null && hold.ended(now)) {
            next = next.withHold(null);
            outputs.add(new HoldChanged(account, null));
            outputs.add(new AuditRecord(
                    account,
                    hold.until(),
                    "hold_end",
                    CaseSet.SERVICE,
                    "placed by " + hold.by() + ": " + hold.reason()));
            if (next.cases() != null) {
                next = next.with(CaseTransitions.holdEnded(next.caseSet(), hold.until()));
            }
        }
        return next.cases() == null ? next : next.with(CaseTransitions.timePassed(next.caseSet(), terms, now));
    }

    /**
     * Publishes the changes of an account's cases, with an audit record for each history line.
     *
     * @param channel where the command was sent; empty without one
     */
    static void publishChanges(Account account, CaseSet told, CaseSet now, String channel, List<StepOutput> outputs) {
        if (!now.equals(told)) {
            outputs.add(new CasesChanged(account, now));
            audit(account, told, now, channel, outputs);
        }
    }

    /** The steps that a set has and an earlier form of it does not have, each as a line of the trail. */
    private static void audit(Account account, CaseSet told, CaseSet now, String channel, List<StepOutput> outputs) {
        for (Case one : now.all()) {
            List<CaseHistoryEntry> known =
                    told.find(one.id()).map(Case::history).orElse(List.of());
            for (CaseHistoryEntry step : one.history()) {
                if (known.stream().noneMatch(step::same) && !TOLD_OTHERWISE.contains(step.what())) {
                    outputs.add(audited(account, one, step, step.command() == 0 ? "" : channel));
                }
            }
        }
    }

    private static AuditRecord audited(Account account, Case one, CaseHistoryEntry step, String channel) {
        CaseJudgement judgement = step.what().equals("closed") ? one.judgement() : null;
        Map<AuditField, String> fields = fields(one, judgement == null ? step.text() : judgement.reason());
        if (step.what().equals("opened") && !one.reference().isEmpty()) {
            fields.put(AuditField.REFERENCE, one.reference());
        }
        if (judgement != null) {
            fields.put(AuditField.OUTCOME, judgement.outcome().word());
        }
        if (!channel.isEmpty()) {
            fields.put(AuditField.CHANNEL, channel);
        }
        return new AuditRecord(
                account,
                step.time(),
                "case_" + step.what(),
                step.by(),
                (channel.isEmpty() ? "" : "by " + channel + ": ")
                        + "case " + one.id()
                        + (step.text().isEmpty() ? "" : ": " + step.text()),
                fields);
    }

    static Map<AuditField, String> fields(Case one, String reason) {
        Map<AuditField, String> fields = new EnumMap<>(AuditField.class);
        fields.put(AuditField.CASE, one.id());
        fields.put(AuditField.SEVERITY, one.severity().word());
        fields.put(AuditField.STATE, one.state().word());
        if (!reason.isEmpty()) {
            fields.put(AuditField.REASON, reason);
        }
        return fields;
    }

    /** After the account was closed or renamed: its cases go with it, and the trail of the open one ends with a line. */
    static void dropped(AccountState state, MailEvent event, List<StepOutput> outputs) {
        if (state.cases() == null) {
            return;
        }
        outputs.add(new CasesChanged(event.account(), CaseSet.NONE));
        @Nullable Case open = state.cases().open();
        if (open != null) {
            outputs.add(new AuditRecord(
                    event.account(),
                    event.time(),
                    "case_closed",
                    CaseSet.SERVICE,
                    "case " + open.id() + " without an outcome: "
                            + event.kind().word().replace('_', ' '),
                    Map.of(AuditField.CASE, open.id())));
        }
    }
}
