package org.sekimori.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseSet;
import org.sekimori.engine.Output.Audited;
import org.sekimori.engine.Output.GrantsChanged;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Reference;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.OutcomeMatch;
import org.sekimori.profile.Profile;
import org.sekimori.rules.DomainPolicy;
import org.sekimori.rules.RuleSession;
import org.sekimori.rules.Rulebook;

/**
 * Carries out steps under one rulebook. No clock, no file, no randomness: the same entries give the same outputs, which is
 * what makes the log the only truth. Not thread-safe, because a {@link RuleSession} is not.
 */
public final class Engine implements AutoCloseable {

    /** As far as clocks may differ before that is taken for a fault. A time zone by mistake is less. */
    private static final Duration CLOCKS = Duration.ofDays(1);

    /** As late as an event may come and count at its own time. */
    private static final Duration LATEST = Duration.ofDays(35);

    private final RuleSession session;
    private final @Nullable RuleSession shadow;
    private final Judge judge;

    public Engine(Rulebook rulebook) {
        this(rulebook, null);
    }

    /**
     * An engine that asks a second rulebook about every submission and records what it would have said.
     *
     * @param candidate the second one, which never acts; null if there is none
     */
    public Engine(Rulebook rulebook, @Nullable Rulebook candidate) {
        this.session = rulebook.newSession();
        this.shadow = candidate == null ? null : candidate.newSession();
        this.judge = new Judge(session, shadow);
    }

    /** The rulebook that decides. */
    public Rulebook rulebook() {
        return session.rulebook();
    }

    /** One step of the account that the entry is about; {@link Entry.Activation} is about none and must not come here. */
    public Step step(@Nullable AccountState state, Entry entry) {
        if (entry instanceof Entry.Mail mail) {
            return mail(timely(state, mail), mail.event());
        } else if (entry instanceof Entry.Answered answered) {
            return answered(state, answered);
        } else if (entry instanceof Entry.Grants grants) {
            GrantCommand command = grants.command();
            return Commands.grant(
                    orNew(state),
                    command,
                    rulebook().policies().of(command.account()).grants());
        } else if (entry instanceof Entry.Holds holds) {
            return FollowUpCommands.hold(
                    orNew(state), holds.command(), policy(holds.command().account()));
        } else if (entry instanceof Entry.Homes homes) {
            return HomeChanges.carryOut(orNew(state), homes.command());
        } else if (entry instanceof Entry.Cases cases) {
            return cases.command() instanceof CaseCommand.Due && state == null
                    ? Step.unchanged(null)
                    : FollowUpCommands.move(
                            orNew(state),
                            cases.command(),
                            policy(cases.command().account()));
        } else if (entry instanceof Entry.Misjudged misjudged) {
            return Commands.misjudged(state, misjudged);
        }
        throw new IllegalArgumentException("not an entry about an account: " + entry);
    }

    private DomainPolicy policy(Account account) {
        return rulebook().policies().of(account);
    }

    private static AccountState orNew(@Nullable AccountState state) {
        return state == null ? AccountState.NEW : state;
    }

    /**
     * The state without counts from the future, see {@link Profile#until}. The latest that anything can be dated is the later of the
     * event's own time and its arrival, and {@link #CLOCKS} for instances and brokers whose clocks differ. Where the arrival is
     * not known, an event may have been that late.
     */
    private @Nullable AccountState timely(@Nullable AccountState state, Entry.Mail mail) {
        MailEvent event = mail.event();
        if (state == null || event.history()) {
            return state;
        }
        Instant arrival = mail.arrival() == null ? event.time().plus(LATEST) : mail.arrival();
        Instant latest = (arrival.isBefore(event.time()) ? event.time() : arrival).plus(CLOCKS);
        return state.profile().reachesBeyond(latest)
                ? state.with(state.profile()
                        .until(
                                latest,
                                rulebook()
                                        .policies()
                                        .of(event.account(), state.home())
                                        .zone()))
                : state;
    }

    private Step mail(@Nullable AccountState state, MailEvent event) {
        if (event.kind() == Kind.ACCOUNT_CLOSED || event.kind() == Kind.ACCOUNT_RENAMED) {
            return close(state, event);
        }
        if (event.kind() != Kind.ATTEMPT) {
            return heard(state, event);
        }
        AccountState known = orNew(state);
        Reference reference = Reference.of(event.account(), event.id());
        Remembered before = known.answer(reference.fingerprint());
        if (before != null) {
            return Step.unchanged(state, judge.again(known, event, before));
        }
        if (!event.history()) {
            if (known.hold() == null && known.cases() == null) {
                return judge.decide(known, event, reference, CaseSet.NONE, List.of());
            }
            List<Output> passed = new ArrayList<>();
            AccountState now = CaseFollowing.passing(
                    known, event.account(), policy(event.account()).cases(), event.time(), passed);
            return judge.decide(now, event, reference, known.caseSet(), passed);
        }
        DomainPolicy policy = rulebook().policies().of(event.account(), known.home());
        return changed(state, known.profile().imported(event, policy.zone(), policy.overseas(event)));
    }

    /**
     * Outcomes, bounces and log-ins. An account that never submitted has no profile: a failed log-in under an invented name must
     * not make one, nor a bounce that answers a forged sender.
     */
    private Step heard(@Nullable AccountState state, MailEvent event) {
        AccountState known = state == null ? AccountState.NEW : state;
        if (!event.kind().outcome()) {
            return audited(stepOf(state, known, event), event);
        }
        OutcomeMatch match = known.profile().match(event);
        boolean unasked = event.kind() == Kind.ACCEPTED && match != OutcomeMatch.FOUND;
        MailEvent counted = unasked ? bounded(known, event) : event;
        boolean ignored = unasked && event.attemptRequired();
        Step step = ignored ? Step.unchanged(state) : stepOf(state, known, counted);
        if (event.history()) {
            return step;
        }
        Output heard = new Output.OutcomeHeard(
                event.server(),
                event.kind(),
                ignored && match == OutcomeMatch.COUNTED ? OutcomeMatch.NOT_FOUND : match,
                !ignored && counted.recipientCount() < event.recipientCount());
        return new Step(step.state(), step.changed(), List.of(heard));
    }

    /**
     * What an outcome without an attempt may count: nobody has decided about the message, so its publisher's number is all there is.
     * What no publisher stands behind was written by a version without bounds, and counts as it did then.
     */
    private MailEvent bounded(AccountState known, MailEvent event) {
        if (event.publisher() == null) {
            return event;
        }
        DomainPolicy policy = rulebook().policies().of(event.account(), known.home());
        int most = policy.limits().countedUnasked(policy.overseas(event));
        return event.recipientCount() > most ? event.withRecipientsAtMost(most) : event;
    }

    /** A change of password opens a hold and forgets suspicion, so it is found again with the name of whoever said so. */
    private static Step audited(Step step, MailEvent event) {
        if (event.kind() != Kind.PASSWORD_CHANGED || event.publisher() == null || event.history()) {
            return step;
        }
        List<Output> outputs = new ArrayList<>();
        outputs.add(reported(event, "the password was changed"));
        outputs.addAll(step.outputs());
        return new Step(step.state(), step.changed(), List.copyOf(outputs));
    }

    private static Audited reported(MailEvent event, String what) {
        boolean named = event.publisher() != null && !event.server().isEmpty();
        return new Audited(
                event.account(),
                event.time(),
                event.kind().word(),
                event.reporter(),
                named ? what + "; reported as server " + event.server() : what);
    }

    private Step stepOf(@Nullable AccountState state, AccountState known, MailEvent event) {
        if (state == null && event.kind() != Kind.ACCEPTED) {
            return Step.unchanged(null);
        }
        DomainPolicy policy = rulebook().policies().of(event.account(), known.home());
        Profile profile = known.profile().heard(event, policy.zone(), policy.overseas(event));
        if (event.kind() != Kind.PASSWORD_CHANGED || known.cases() == null || event.history()) {
            return changed(state, profile);
        }
        List<Output> outputs = new ArrayList<>();
        AccountState now =
                CaseFollowing.passing(known.with(profile), event.account(), policy.cases(), event.time(), outputs);
        AccountState after = CaseFollowing.passwordChanged(now, event, policy, known.caseSet(), outputs);
        return after.equals(known) ? Step.unchanged(state) : Step.changed(after, outputs);
    }

    private static Step changed(@Nullable AccountState before, Profile profile) {
        AccountState known = before == null ? AccountState.NEW : before;
        return profile.equals(known.profile()) ? Step.unchanged(before) : Step.changed(known.with(profile));
    }

    /**
     * A closed account leaves nothing, so that whoever gets the same address later inherits nothing; nor does a name that was
     * given up for another. Only a hold stays until the desk releases it: whoever may report events may not undo it.
     */
    private static Step close(@Nullable AccountState state, MailEvent event) {
        if (state == null) {
            return event.publisher() == null
                    ? Step.unchanged(null)
                    : Step.unchanged(null, reported(event, "nothing was known of the account"));
        }
        AccountState left = state.hold() == null ? null : AccountState.NEW.withHold(state.hold());
        List<Output> outputs = new ArrayList<>();
        outputs.add(new GrantsChanged(event.account(), GrantSet.NONE));
        outputs.add(reported(event, left == null ? "state dropped" : "state dropped, the hold stays"));
        HomeChanges.dropped(state, event, outputs);
        CaseFollowing.dropped(state, event, outputs);
        return Step.changed(left, outputs);
    }

    private static Step answered(@Nullable AccountState state, Entry.Answered answered) {
        long fingerprint = Reference.of(answered.account(), answered.eventId()).fingerprint();
        Remembered decided = state == null ? null : state.answer(fingerprint);
        if (state == null || decided == null || decided.verdict().word().equals(answered.verdict())) {
            return Step.unchanged(state);
        }
        Profile profile = state.profile()
                .toldOtherwise(
                        decided.key(),
                        answered.time().getEpochSecond(),
                        answered.verdict().equals(Verdict.ACCEPT.word()));
        return Step.changed(
                state.with(profile),
                new Audited(
                        answered.account(),
                        answered.time(),
                        "answer_differs",
                        answered.door(),
                        "event " + answered.eventId() + " was answered " + answered.verdict() + " by "
                                + answered.source() + ", decided "
                                + decided.verdict().word()));
    }

    @Override
    public void close() {
        session.close();
        if (shadow != null) {
            shadow.close();
        }
    }
}
