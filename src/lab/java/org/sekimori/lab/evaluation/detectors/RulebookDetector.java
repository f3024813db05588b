package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.grants.GrantCommand;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.SyntheticLogEntryFactory;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.SendLimits;
import org.sekimori.rules.policy.WatchedAccountPolicy;

/** A rulebook as a detector, run by the step that decides real mail. */
public final class RulebookDetector implements Detector {

    /** Rules of this family are policies on origin, not suspicions. */
    private static final String POLICY_FAMILY = "origin/";

    private final StepEngine engine;
    private Account account = Account.of("nobody");
    private @Nullable AccountState state;
    private @Nullable Decision decision;
    private int commands;

    public RulebookDetector(Rulebook rulebook) {
        this.engine = new StepEngine(forWorlds(rulebook));
    }

    /**
     * The rulebook with the settings of an operator in the worlds' country: their home and time zone, no send limit for
     * registered bulk senders, no holds by flags. All other settings are the rulebook's.
     */
    static Rulebook forWorlds(Rulebook rulebook) {
        DomainPolicy customers = rulebook.policies().of(WorldSettings.DOMAIN);
        DomainPolicy bulk = rulebook.policies().of(WorldSettings.BULK_DOMAIN);
        return rulebook.with(WorldSettings.DOMAIN, at(customers, customers.limits()))
                .with(WorldSettings.BULK_DOMAIN, at(bulk, SendLimits.NONE));
    }

    private static DomainPolicy at(DomainPolicy policy, SendLimits limits) {
        return policy.toBuilder()
                .home(new TreeSet<>(List.of(WorldSettings.HOME)))
                .homeNetworks(List.of())
                .zone(WorldSettings.ZONE)
                .language(Locale.ENGLISH)
                .limits(limits)
                // Follow-up is no weight of a rule: an account on hold would not be measured any further.
                .cases(CaseLifecyclePolicy.DEFAULT)
                .watch(WatchedAccountPolicy.DEFAULT)
                .build();
    }

    @Override
    public void startAccount(AccountTimeline life) {
        account = life.account();
        state = null;
        commands = 0;
    }

    @Override
    public DetectorResult onMessage(Message message, int number) {
        StepResult step =
                engine.step(state, new LogEntry.Mail(SyntheticLogEntryFactory.attempt(account, message, number)));
        state = step.state();
        for (StepOutput output : step.outputs()) {
            if (output instanceof StepOutput.DecisionMade decided) {
                decision = decided.decision();
                return reaction(decided.decision());
            }
        }
        throw new IllegalStateException("nothing was decided about message " + number + " of " + account);
    }

    /** The last decision in full, null before the first. */
    public @Nullable Decision decision() {
        return decision;
    }

    private DetectorResult reaction(Decision decision) {
        if (decision.findings().isEmpty()) {
            return DetectorResult.PASSED;
        }
        String refused = "";
        if (decision.refusal() != null) {
            for (Finding finding : decision.findings()) {
                if (finding.mode() == Mode.ENFORCE && finding.effect().compareTo(Effect.FLAG) > 0) {
                    refused = finding.rule();
                    break;
                }
            }
        }
        boolean policy =
                !refused.isEmpty() && engine.rulebook().spec(refused).folder().startsWith(POLICY_FAMILY);
        return new DetectorResult(refused, policy, decision.flags());
    }

    @Override
    public void onBounce(Message message, int number, Instant time, int recipients) {
        step(new LogEntry.Mail(SyntheticLogEntryFactory.bounce(account, message, number, time, recipients)));
    }

    @Override
    public void onOtherEvent(TimelineEvent happening) {
        if (happening instanceof TimelineEvent.FailedLogin failed) {
            step(new LogEntry.Mail(SyntheticLogEntryFactory.failedLogin(account, failed, commands++)));
        } else {
            GrantCommand command = SyntheticLogEntryFactory.grant(account, happening, commands++);
            if (command != null) {
                step(new LogEntry.GrantRequest(command));
            }
        }
    }

    private void step(LogEntry entry) {
        state = engine.step(state, entry).state();
    }

    @Override
    public void close() {
        engine.close();
    }
}
