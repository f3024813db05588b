package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.evidence.EvidenceReading;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.SendLimits;
import org.sekimori.rules.policy.WatchedAccountPolicy;

/** A rulebook as a detector, run by the step that decides real mail. */
public final class RulebookDetector implements Detector {

    /** Rules of this family are policies on origin, not suspicions. */
    private static final String POLICY_FAMILY = "origin/";

    /** No sum of signs is so large. */
    private static final double NO_BAND = 1e9;

    private final StepEngine engine;
    private Account account = Account.of("nobody");
    private @Nullable AccountState state;
    private @Nullable Decision decision;
    private int commands;

    /** What rules found at bounces and failed log-ins since the last message; it counts with the next one. */
    private final List<Finding> found = new ArrayList<>();

    public RulebookDetector(Rulebook rulebook) {
        this(forWorlds(rulebook), false);
    }

    private RulebookDetector(Rulebook rulebook, boolean collecting) {
        this.engine = new StepEngine(rulebook);
        if (collecting) {
            engine.collectEvidence();
        }
    }

    /** One that keeps what evidence rules read, for {@link #readings}, and in which the sum of the signs reaches no band. */
    public static RulebookDetector tracing(Rulebook rulebook) {
        return new RulebookDetector(withoutBands(forWorlds(rulebook)), true);
    }

    /** The rulebook where the sum of the signs reaches no band, for any account. */
    public static Rulebook withoutBands(Rulebook rulebook) {
        return rulebook.withThresholds(EvidenceWeights.BANDS.stream()
                .collect(Collectors.toMap(band -> EvidenceWeights.BAND_THRESHOLD + band, band -> NO_BAND)));
    }

    /** What evidence rules read at the last message. */
    public List<EvidenceReading> readings() {
        return engine.evidence();
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
        found.clear();
    }

    @Override
    public DetectorResult onMessage(Message message, int number) {
        StepResult step =
                engine.step(state, new LogEntry.Mail(SyntheticLogEntryFactory.attempt(account, message, number)));
        state = step.state();
        for (StepOutput output : step.outputs()) {
            if (output instanceof StepOutput.DecisionMade decided) {
                Decision whole = withFound(decided.decision());
                decision = whole;
                return reaction(whole);
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
        // Findings come strongest first.
        String acting =
                decision.refusal() == null ? "" : decision.findings().get(0).rule();
        String refused = decision.verdict().refuses() ? acting : "";
        boolean policy =
                !refused.isEmpty() && engine.rulebook().spec(refused).folder().startsWith(POLICY_FAMILY);
        return new DetectorResult(refused, policy, refused.isEmpty() ? acting : "", decision.flags());
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
        StepResult step = engine.step(state, entry);
        state = step.state();
        for (StepOutput output : step.outputs()) {
            if (output instanceof StepOutput.FindingsMade made) {
                found.addAll(made.decision().findings());
            }
        }
    }

    /** A detector is asked at messages only, so a flag between two of them comes up to one message late. */
    private Decision withFound(Decision own) {
        if (found.isEmpty()) {
            return own;
        }
        List<Finding> findings = new ArrayList<>(own.findings());
        Set<String> flags = new LinkedHashSet<>(own.flags());
        for (Finding finding : found) {
            findings.add(finding);
            if (finding.mode() == Finding.Mode.ENFORCE && finding.effect().flags()) {
                flags.add(finding.rule());
            }
        }
        found.clear();
        return Decision.builder(own.id(), own.time(), own.account(), own.verdict())
                .eventId(own.eventId())
                .reference(own.reference())
                .would(own.would())
                .findings(findings)
                .flags(List.copyOf(flags))
                .origin(own.origin())
                .grant(own.grant())
                .home(own.home())
                .rulebook(own.rulebook())
                .counters(own.counters())
                .refusal(own.refusal())
                .shadow(own.shadow())
                .build();
    }

    @Override
    public void close() {
        engine.close();
    }
}
