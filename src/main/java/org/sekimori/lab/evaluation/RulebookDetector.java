package org.sekimori.lab.evaluation;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseTerms;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output;
import org.sekimori.engine.Step;
import org.sekimori.grants.GrantCommand;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Recorded;
import org.sekimori.lab.world.Setting;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.DomainPolicy;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.SendLimits;
import org.sekimori.rules.WatchTerms;

/** A rulebook, by the same step that decides about real mail. */
final class RulebookDetector implements Detector {

    /** Rules of this family say where customers may submit from; they suspect nobody. */
    private static final String POLICY_FAMILY = "origin/";

    private final Engine engine;
    private Account account = Account.of("nobody");
    private @Nullable AccountState state;
    private @Nullable Decision decision;
    private int commands;

    RulebookDetector(Rulebook rulebook) {
        this.engine = new Engine(forWorlds(rulebook));
    }

    /**
     * The rulebook as an operator in the worlds' country has it: home and time zone are theirs, registered bulk senders have no
     * send limit. Nobody is held by a flag. All other settings are the rulebook's.
     */
    static Rulebook forWorlds(Rulebook rulebook) {
        DomainPolicy customers = rulebook.policies().of(Setting.DOMAIN);
        DomainPolicy bulk = rulebook.policies().of(Setting.BULK_DOMAIN);
        return rulebook.with(Setting.DOMAIN, at(customers, customers.limits()))
                .with(Setting.BULK_DOMAIN, at(bulk, SendLimits.NONE));
    }

    private static DomainPolicy at(DomainPolicy policy, SendLimits limits) {
        return new DomainPolicy(
                new TreeSet<>(List.of(Setting.HOME)),
                List.of(),
                Setting.ZONE,
                Locale.ENGLISH,
                policy.exemptNetworks(),
                policy.grants(),
                policy.webmail(),
                policy.travelPage(),
                policy.contact(),
                policy.provider(),
                policy.phone(),
                limits,
                policy.thresholds(),
                policy.refuseUnknown(),
                policy.adviseWhenOld(),
                // What follows from a flag is no weight of a rule: an account that it puts on hold would be measured no
                // further.
                CaseTerms.DEFAULT,
                WatchTerms.DEFAULT);
    }

    @Override
    public void begin(Life life) {
        account = life.account();
        state = null;
        commands = 0;
    }

    @Override
    public Reaction submitted(Message message, int number) {
        Step step = engine.step(state, new Entry.Mail(Recorded.attempt(account, message, number)));
        state = step.state();
        for (Output output : step.outputs()) {
            if (output instanceof Output.Decided decided) {
                decision = decided.decision();
                return reaction(decided.decision());
            }
        }
        throw new IllegalStateException("nothing was decided about message " + number + " of " + account);
    }

    /** The last decision in full, null before the first. */
    @Nullable
    Decision decision() {
        return decision;
    }

    private Reaction reaction(Decision decision) {
        if (decision.findings().isEmpty()) {
            return Reaction.PASSED;
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
        return new Reaction(refused, policy, decision.flags());
    }

    @Override
    public void bounced(Message message, int number, Instant time, int recipients) {
        step(new Entry.Mail(Recorded.bounce(account, message, number, time, recipients)));
    }

    @Override
    public void heard(Happening happening) {
        if (happening instanceof Happening.FailedLogin failed) {
            step(new Entry.Mail(Recorded.failedLogin(account, failed, commands++)));
        } else {
            GrantCommand command = Recorded.grant(account, happening, commands++);
            if (command != null) {
                step(new Entry.Grants(command));
            }
        }
    }

    private void step(Entry entry) {
        state = engine.step(state, entry).state();
    }

    @Override
    public void close() {
        engine.close();
    }
}
