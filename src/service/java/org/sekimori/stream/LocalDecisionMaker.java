package org.sekimori.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.mail.Finding;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.Profile;
import org.sekimori.rules.Rulebook;

/** Decides by the active rules on an account's latest grants, holds and home, without counts. Nothing is stored. */
public final class LocalDecisionMaker implements AutoCloseable {

    private final Supplier<Rulebook> inForce;
    private final AccountStatus status;
    private StepEngine engine = new StepEngine(Rulebook.NONE);

    /**
     * @param inForce the rulebook that decides at the moment
     */
    public LocalDecisionMaker(Supplier<Rulebook> inForce, AccountStatus status) {
        this.inForce = inForce;
        this.status = status;
    }

    /** The outputs of a submission. */
    public List<StepOutput> submit(MailEvent event) {
        AccountState state = new AccountState(
                Profile.NEW,
                status.grants(event.account()),
                status.hold(event.account()).orElse(null),
                List.of(),
                null,
                status.home(event.account()).orElse(null));
        return step(state, event);
    }

    /**
     * A refusal by one of these rules, of whatever message the account would submit.
     *
     * @param event an attempt
     * @param rules ids of rules
     * @return empty if the submission is not rejected, or only by others
     */
    public Optional<LocalRefusal> refusal(MailEvent event, Set<String> rules) {
        SubmissionAnswer answer = null;
        Finding finding = null;
        for (StepOutput output : submit(event)) {
            if (output instanceof StepOutput.AnswerSent sent) {
                answer = sent.answer();
            } else if (output instanceof StepOutput.DecisionMade made) {
                finding = made.decision().findings().stream()
                        .filter(one -> one.mode() == Finding.Mode.ENFORCE
                                && one.effect() == Finding.Effect.REJECT
                                && rules.contains(one.rule()))
                        .findFirst()
                        .orElse(null);
            }
        }
        return answer == null || finding == null || !(answer.verdict() instanceof Verdict.Reject)
                ? Optional.empty()
                : Optional.of(new LocalRefusal(finding.rule(), finding.reason(), answer));
    }

    /**
     * A refusal before there is a message.
     *
     * @param rule its id
     * @param reason its sentence
     * @param answer with the customer's text
     */
    public record LocalRefusal(String rule, String reason, SubmissionAnswer answer) {}

    /** An engine is single-threaded, and fast enough to serve all callers. */
    private synchronized List<StepOutput> step(AccountState state, MailEvent event) {
        Rulebook now = inForce.get();
        if (engine.rulebook() != now) {
            renew(now);
        }
        try {
            return engine.step(state, new LogEntry.Mail(event)).outputs();
        } catch (RuntimeException e) {
            // This submission must not be part of the state at the next one.
            renew(now);
            throw e;
        }
    }

    private void renew(Rulebook rulebook) {
        engine.close();
        engine = new StepEngine(rulebook);
    }

    @Override
    public synchronized void close() {
        engine.close();
    }
}
