package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseMove;
import org.sekimori.cases.CaseSet;
import org.sekimori.engine.Output.Audited;
import org.sekimori.engine.Output.CasesChanged;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.SendRun;
import org.sekimori.rules.DomainPolicy;

/** What decisions and holds do to the cases of an account. Accounts without a case and without a flag do not come here. */
final class CaseFollowing {

    /** Who opens cases. */
    private static final String SERVICE = "sekimori";

    private CaseFollowing() {}

    /**
     * After a decision about an account that has cases, or that it flagged.
     *
     * @param after the account with the decision, its cases as they were before
     */
    static Step decided(AccountState after, MailEvent event, DomainPolicy policy, Decision decision, Output.Told told) {
        CaseSet before = after.caseSet();
        List<Output> outputs = new ArrayList<>(List.of(new Output.Decided(decision), told));
        List<Output> audited = new ArrayList<>();
        CaseSet now = before.forgetting(event.time());
        if (decision.verdict() instanceof Verdict.Accept) {
            now = now.sent(event.recipientCount());
        }
        if (!decision.flags().isEmpty() && !policy.observing()) {
            now = now.open() == null ? opened(now, after, policy, decision, audited) : now.flagged(decision);
        }
        if (now.tellsMoreThan(before)) {
            outputs.add(new CasesChanged(event.account(), now));
        }
        outputs.addAll(audited);
        return Step.changed(after.with(now), outputs);
    }

    /** An account may be on hold already, by somebody's word or from a case before. */
    private static CaseSet opened(
            CaseSet cases, AccountState after, DomainPolicy policy, Decision decision, List<Output> audited) {
        SendRun run = after.profile().at(decision.time(), policy.zone()).run();
        Case fresh = Case.opened(decision, run.since(), run.messages(), run.recipients());
        audited.add(new Audited(
                decision.account(),
                decision.time(),
                "case_opened",
                SERVICE,
                "case " + fresh.id() + " by " + String.join(", ", decision.flags()),
                Map.of(
                        AuditField.CASE, fresh.id(),
                        AuditField.SEVERITY, fresh.severity().word(),
                        AuditField.REFERENCE, decision.reference())));
        CaseSet set = cases.opened(fresh);
        if (after.hold() != null && set.held(decision.time()) instanceof CaseMove.Done held) {
            audited.add(moved(decision.account(), decision.time(), "case_held", SERVICE, held.touched()));
            return held.set();
        }
        return set;
    }

    /** After a hold was placed or released; a hold without an open case opens none. */
    static AccountState holdChanged(
            AccountState state, Account account, Instant time, String by, List<Output> outputs) {
        if (state.cases() == null) {
            return state;
        }
        boolean place = state.hold() != null;
        CaseMove move = place ? state.caseSet().held(time) : state.caseSet().released(time);
        if (!(move instanceof CaseMove.Done done)) {
            return state;
        }
        outputs.add(new CasesChanged(account, done.set()));
        outputs.add(moved(account, time, place ? "case_held" : "case_released", by, done.touched()));
        return state.with(done.set());
    }

    private static Audited moved(Account account, Instant time, String what, String by, Case one) {
        return new Audited(account, time, what, by, "case " + one.id(), Map.of(AuditField.CASE, one.id()));
    }

    /** After the account was closed or renamed: its cases go with it, and the trail of the open one ends with a line. */
    static void dropped(AccountState state, MailEvent event, List<Output> outputs) {
        if (state.cases() == null) {
            return;
        }
        outputs.add(new CasesChanged(event.account(), CaseSet.NONE));
        Case open = state.cases().open();
        if (open != null) {
            outputs.add(new Audited(
                    event.account(),
                    event.time(),
                    "case_closed",
                    SERVICE,
                    "case " + open.id() + " without an outcome: "
                            + event.kind().word().replace('_', ' '),
                    Map.of(AuditField.CASE, open.id())));
        }
    }
}
