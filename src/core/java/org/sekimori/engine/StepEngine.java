package org.sekimori.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseSet;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.GrantsChanged;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.OutcomeMatch;
import org.sekimori.profile.Profile;
import org.sekimori.rules.RuleSession;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.evidence.EvidenceReading;
import org.sekimori.rules.policy.DomainPolicy;

/**
 * Runs steps under one rulebook. No clock, no file, no randomness: the same entries give the same outputs. Not thread-safe,
 * because a {@link RuleSession} is not.
 */
public final class StepEngine implements AutoCloseable {

    /** As far as clocks may differ before that is taken for a fault. A time zone by mistake is less. */
    private static final Duration CLOCKS = Duration.ofDays(1);

    /** Latest delay of an event that counts at its own time. */
    private static final Duration LATEST = Duration.ofDays(35);

    private final Rulebook rulebook;
    private final RuleSession session;
    private final @Nullable RuleSession shadow;
    private final DecisionMaker decisionMaker;
    private final EventRules eventRules;
    private final NeighbourReporter neighbours;

    public StepEngine(Rulebook rulebook) {
        this(rulebook, null);
    }

    /**
     * An engine that also runs a candidate rulebook on every submission and records its result.
     *
     * @param candidate the candidate, which never acts; null without one
     */
    public StepEngine(Rulebook rulebook, @Nullable Rulebook candidate) {
        this.rulebook = rulebook;
        this.session = rulebook.newSession();
        this.shadow = candidate == null ? null : candidate.newSession();
        this.decisionMaker = new DecisionMaker(session, shadow);
        this.eventRules = new EventRules(rulebook, candidate);
        this.neighbours = new NeighbourReporter(rulebook, candidate);
    }

    /** Keeps what evidence rules read from now on, for {@link #evidence}. */
    public void collectEvidence() {
        session.collectReadings();
    }

    /**
     * What evidence rules read at the last submission that was decided, by the name of the sign, for fitting weights; empty unless it is
     * collected.
     */
    public List<EvidenceReading> evidence() {
        return session.readings();
    }

    /** The signs that rules raised at the last submission that was decided; empty unless evidence is collected. */
    public List<RuleSession.SignOfRule> signs() {
        return session.signs();
    }

    /** The rulebook that decides. */
    public Rulebook rulebook() {
        return rulebook;
    }

    /**
     * Whether rules on this kind of event see the account with the event counted; at a submission and a successful log-in they see
     * what was known before.
     */
    public static boolean rulesSeeAfter(EventKind kind) {
        return kind != EventKind.ATTEMPT && kind != EventKind.AUTH_SUCCEEDED;
    }

    /** Runs one step of the entry's account. {@link LogEntry.RulebookActivation} concerns no account and is not allowed. */
    public StepResult step(@Nullable AccountState state, LogEntry entry) {
        if (entry instanceof LogEntry.NeighboursTold told) {
            return NeighbourReporter.told(state, told.news());
        }
        return neighbours.after(state, entry, stepped(state, entry));
    }

    private StepResult stepped(@Nullable AccountState state, LogEntry entry) {
        if (entry instanceof LogEntry.Mail mail) {
            return mail(timely(state, mail), mail.event());
        } else if (entry instanceof LogEntry.AnswerGiven answered) {
            return answered(state, answered);
        } else if (entry instanceof LogEntry.GrantRequest grants) {
            GrantCommand command = grants.command();
            return AccountCommandHandler.grant(
                    orNew(state),
                    command,
                    rulebook().policies().of(command.account()).grants());
        } else if (entry instanceof LogEntry.HoldRequest holds) {
            return HoldAndCaseCommandHandler.hold(
                    orNew(state), holds.command(), policy(holds.command().account()));
        } else if (entry instanceof LogEntry.HomeRequest homes) {
            return HomeCommandHandler.carryOut(orNew(state), homes.command());
        } else if (entry instanceof LogEntry.CaseRequest cases) {
            return cases.command() instanceof CaseCommand.Due && state == null
                    ? StepResult.unchanged(null)
                    : HoldAndCaseCommandHandler.move(
                            orNew(state),
                            cases.command(),
                            policy(cases.command().account()));
        } else if (entry instanceof LogEntry.MisjudgedOrigin misjudged) {
            return AccountCommandHandler.misjudged(state, misjudged);
        } else if (entry instanceof LogEntry.LogInRefused refused) {
            return AccountCommandHandler.logInRefused(state, refused);
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
     * The state without counts from the future, see {@link Profile#withoutCountsAfter}. The latest possible time is the later of
     * the event's own time and its arrival, plus {@link #CLOCKS} for instances and brokers whose clocks differ. Without a known
     * arrival, the latest possible one counts.
     */
    private @Nullable AccountState timely(@Nullable AccountState state, LogEntry.Mail mail) {
        MailEvent event = mail.event();
        if (state == null || event.history()) {
            return state;
        }
        Instant arrival = mail.arrival() == null ? event.time().plus(LATEST) : mail.arrival();
        Instant latest = (arrival.isBefore(event.time()) ? event.time() : arrival).plus(CLOCKS);
        return state.profile().hasCountsAfter(latest)
                ? state.with(state.profile()
                        .withoutCountsAfter(
                                latest,
                                rulebook()
                                        .policies()
                                        .of(event.account(), state.home())
                                        .zone()))
                : state;
    }

    private StepResult mail(@Nullable AccountState state, MailEvent event) {
        if (event.kind() == EventKind.ACCOUNT_CLOSED || event.kind() == EventKind.ACCOUNT_RENAMED) {
            return close(state, event);
        }
        if (event.kind() != EventKind.ATTEMPT) {
            return heard(state, event);
        }
        AccountState known = orNew(state);
        ReferenceCode reference = ReferenceCode.of(event.account(), event.id());
        CachedAnswer before = known.answer(reference.fingerprint());
        if (before != null) {
            return StepResult.unchanged(state, decisionMaker.again(known, event, before));
        }
        if (event.afterQueue() && !event.history() && known.profile().askedAbout(event)) {
            return heard(state, event.asAccepted());
        }
        if (!event.history()) {
            if (known.hold() == null && known.cases() == null) {
                return decisionMaker.decide(known, event, reference, CaseSet.NONE, List.of());
            }
            List<StepOutput> passed = new ArrayList<>();
            AccountState now = CaseUpdater.advanceTo(
                    known, event.account(), policy(event.account()).cases(), event.time(), passed);
            return decisionMaker.decide(now, event, reference, known.caseSet(), passed);
        }
        DomainPolicy policy = rulebook().policies().of(event.account(), known.home());
        return changed(state, known.profile().withImported(event, policy.zone(), policy.overseas(event)));
    }

    /**
     * Outcomes, bounces and log-ins. An account that never submitted has no profile: a failed log-in under an invented name must
     * not make one, nor a bounce that answers a forged sender.
     */
    private StepResult heard(@Nullable AccountState state, MailEvent event) {
        AccountState known = state == null ? AccountState.NEW : state;
        if (!event.kind().outcome()) {
            return judged(state, known, audited(stepOf(state, known, event), event), event, null);
        }
        OutcomeMatch match = known.profile().match(event);
        boolean unasked = event.kind() == EventKind.ACCEPTED && match != OutcomeMatch.FOUND;
        MailEvent counted = unasked ? bounded(known, event) : event;
        boolean ignored = unasked && event.attemptRequired();
        StepResult step = ignored ? StepResult.unchanged(state) : stepOf(state, known, counted);
        if (event.history()) {
            return step;
        }
        StepOutput heard = new StepOutput.OutcomeReported(
                event.server(),
                event.kind(),
                ignored && match == OutcomeMatch.COUNTED ? OutcomeMatch.NOT_FOUND : match,
                !ignored && counted.recipientCount() < event.recipientCount());
        return judged(state, known, new StepResult(step.state(), step.changed(), List.of(heard)), event, match);
    }

    /** The step with the rules on such an event; without them if the account is unknown, or there is none. */
    private StepResult judged(
            @Nullable AccountState state,
            AccountState known,
            StepResult step,
            MailEvent event,
            @Nullable OutcomeMatch match) {
        return state != null && eventRules.concern(event, match, step.changed())
                ? eventRules.run(known, step, event)
                : step;
    }

    /**
     * Limits the recipients of an outcome without an attempt: no decision checked its publisher's number. Entries without a
     * publisher come from a version without this limit and count as they did then.
     */
    private MailEvent bounded(AccountState known, MailEvent event) {
        if (event.publisher() == null) {
            return event;
        }
        DomainPolicy policy = rulebook().policies().of(event.account(), known.home());
        int most = policy.limits().countedUnasked(policy.overseas(event));
        return event.recipientCount() > most ? event.withRecipientsAtMost(most) : event;
    }

    /** Audits a change of password with its reporter, because it can end a hold and resets suspicion. */
    private static StepResult audited(StepResult step, MailEvent event) {
        if (event.kind() != EventKind.PASSWORD_CHANGED || event.publisher() == null || event.history()) {
            return step;
        }
        List<StepOutput> outputs = new ArrayList<>();
        outputs.add(reported(event, "the password was changed"));
        outputs.addAll(step.outputs());
        return new StepResult(step.state(), step.changed(), List.copyOf(outputs));
    }

    private static AuditRecord reported(MailEvent event, String what) {
        boolean named = event.publisher() != null && !event.server().isEmpty();
        return new AuditRecord(
                event.account(),
                event.time(),
                event.kind().word(),
                event.reporter(),
                named ? what + "; reported as server " + event.server() : what);
    }

    private StepResult stepOf(@Nullable AccountState state, AccountState known, MailEvent event) {
        if (state == null && event.kind() != EventKind.ACCEPTED) {
            return StepResult.unchanged(null);
        }
        DomainPolicy policy = rulebook().policies().of(event.account(), known.home());
        Profile profile = known.profile().withReportedEvent(event, policy.zone(), policy.overseas(event));
        if (event.kind() != EventKind.PASSWORD_CHANGED || known.cases() == null || event.history()) {
            return changed(state, profile);
        }
        List<StepOutput> outputs = new ArrayList<>();
        AccountState now =
                CaseUpdater.advanceTo(known.with(profile), event.account(), policy.cases(), event.time(), outputs);
        AccountState after = CaseUpdater.passwordChanged(now, event, policy, known.caseSet(), outputs);
        return after.equals(known) ? StepResult.unchanged(state) : StepResult.changed(after, outputs);
    }

    private static StepResult changed(@Nullable AccountState before, Profile profile) {
        AccountState known = before == null ? AccountState.NEW : before;
        return profile.equals(known.profile()) ? StepResult.unchanged(before) : StepResult.changed(known.with(profile));
    }

    /**
     * Drops the state of a closed or renamed account, so that a later owner of the address inherits nothing. A hold stays until
     * it is released: the right to report events must not suffice to undo it.
     */
    private static StepResult close(@Nullable AccountState state, MailEvent event) {
        if (state == null) {
            return event.publisher() == null
                    ? StepResult.unchanged(null)
                    : StepResult.unchanged(null, reported(event, "nothing was known of the account"));
        }
        AccountState left = state.hold() == null ? null : AccountState.NEW.withHold(state.hold());
        List<StepOutput> outputs = new ArrayList<>();
        outputs.add(new GrantsChanged(event.account(), GrantSet.NONE));
        outputs.add(reported(event, left == null ? "state dropped" : "state dropped, the hold stays"));
        HomeCommandHandler.dropped(state, event, outputs);
        CaseUpdater.dropped(state, event, outputs);
        return StepResult.changed(left, outputs);
    }

    private static StepResult answered(@Nullable AccountState state, LogEntry.AnswerGiven answered) {
        long fingerprint =
                ReferenceCode.of(answered.account(), answered.eventId()).fingerprint();
        CachedAnswer decided = state == null ? null : state.answer(fingerprint);
        if (state == null || decided == null || decided.verdict().word().equals(answered.verdict())) {
            return StepResult.unchanged(state);
        }
        boolean taken = answered.verdict().equals(Verdict.ACCEPT.word())
                || answered.verdict().equals(Verdict.QUARANTINE.word());
        // Accept and quarantine count alike.
        Profile profile = taken && !decided.verdict().refuses()
                ? state.profile()
                : state.profile()
                        .withActualAnswer(decided.key(), answered.time().getEpochSecond(), taken);
        return StepResult.changed(
                state.with(profile),
                new AuditRecord(
                        answered.account(),
                        answered.time(),
                        "answer_differs",
                        answered.door(),
                        "event " + answered.eventId() + " was answered " + answered.verdict() + " by "
                                + answered.source() + ", decided "
                                + decided.verdict().word(),
                        Map.of(
                                AuditField.TOLD,
                                answered.verdict(),
                                AuditField.DECIDED,
                                decided.verdict().word())));
    }

    @Override
    public void close() {
        session.close();
        eventRules.close();
        if (shadow != null) {
            shadow.close();
        }
    }
}
