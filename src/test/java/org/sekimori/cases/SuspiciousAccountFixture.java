package org.sekimori.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionCounters;
import org.sekimori.mail.Verdict;

/** An account's cases and a clock, driven command by command. */
final class SuspiciousAccountFixture {

    static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");
    static final Account ALICE = Account.of("alice@isp.example");

    private final CaseLifecyclePolicy terms;
    private CaseSet set = CaseSet.NONE;
    private Instant now = NINE;
    private int serial;

    SuspiciousAccountFixture() {
        this(CaseLifecyclePolicy.DEFAULT);
    }

    SuspiciousAccountFixture(CaseLifecyclePolicy terms) {
        this.terms = terms;
    }

    CaseSet set() {
        return set;
    }

    Instant now() {
        return now;
    }

    Case open() {
        Case open = set.open();
        assertThat(open).isNotNull();
        return java.util.Objects.requireNonNull(open);
    }

    SuspiciousAccountFixture pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    static Finding finding(String rule, Mode mode, Severity severity, Effect effect) {
        return new Finding(rule, 1, mode, severity, effect, "a reason", new TreeMap<>());
    }

    static Finding flag(String rule, Severity severity) {
        return finding(rule, Mode.ENFORCE, severity, Effect.FLAG);
    }

    Decision decision(Finding... findings) {
        serial++;
        List<String> flags = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.mode() == Mode.ENFORCE && finding.effect() == Effect.FLAG) {
                flags.add(finding.rule());
            }
        }
        return new Decision(
                "d" + serial,
                "e" + serial,
                "REFE-REN" + serial % 10,
                now,
                ALICE,
                Verdict.ACCEPT,
                null,
                List.of(findings),
                flags,
                new Origin.Internal("10.0.0.0/8", null),
                null,
                null,
                List.of(),
                new TreeMap<>(),
                "rulebook",
                SubmissionCounters.ZERO,
                null,
                null,
                EventKind.ATTEMPT);
    }

    SuspiciousAccountFixture flagged(Finding... findings) {
        Decision decision = decision(findings);
        set = set.flagged(decision, terms, () -> Case.opened(decision, now.minusSeconds(60), 3, 30));
        return this;
    }

    SuspiciousAccountFixture flagged() {
        return flagged(flag("sudden-spike", Severity.MEDIUM));
    }

    CaseCommand.Header head() {
        return head(null, null);
    }

    CaseCommand.Header head(@Nullable String caseId, @Nullable Integer ifVersion) {
        return new CaseCommand.Header("command-" + ++serial, ALICE, now, "sato", "cli", caseId, ifVersion);
    }

    /** Carries out a command, and keeps what comes of it. */
    CaseCommandResult ask(CaseCommand command) {
        CaseCommandResult move = set.apply(command, terms);
        if (move instanceof CaseCommandResult.Done done) {
            set = done.set();
        }
        return move;
    }

    CaseCommandResult move(State to) {
        return ask(new CaseCommand.Move(head(), to, ""));
    }

    CaseCommandResult release(boolean vouched) {
        return ask(new CaseCommand.Release(head(), vouched, ""));
    }

    CaseCommandResult close(Outcome outcome) {
        return ask(new CaseCommand.Close(head(), outcome, true, "looked at"));
    }

    /** Held by a person. */
    SuspiciousAccountFixture held() {
        set = CaseTransitions.held(set, new CaseHistoryEntry(now, "held", "sato", "", 0));
        return this;
    }

    /** The provider's system reports a new password. */
    SuspiciousAccountFixture passwordChanged() {
        set = CaseTransitions.passwordChanged(set, now, "provisioning", terms);
        return this;
    }

    SuspiciousAccountFixture due() {
        set = CaseTransitions.timePassed(set, terms, now);
        return this;
    }

    SuspiciousAccountFixture holdEnded() {
        set = CaseTransitions.holdEnded(set, now);
        return this;
    }

    static String problem(CaseCommandResult move) {
        assertThat(move).isInstanceOf(CaseCommandResult.Refused.class);
        return ((CaseCommandResult.Refused) move).problem();
    }
}
