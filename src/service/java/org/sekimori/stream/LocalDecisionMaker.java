package org.sekimori.stream;

import java.util.List;
import java.util.function.Supplier;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.mail.MailEvent;
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
