package org.sekimori.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Decision.Shadow;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.OutcomeMatch;
import org.sekimori.profile.Profile;
import org.sekimori.rules.RuleSession;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicy;

/**
 * Runs rules on other events than submissions. They flag and advise; there is nothing to answer. Each finding is recorded once a
 * day for each account, see {@link RecentFindings}: ten thousand failed log-ins make one flag. Kinds without a rule cost nothing.
 */
final class EventRules implements AutoCloseable {

    private final Rulebook rulebook;
    private final @Nullable Rulebook candidate;
    private final Map<EventKind, RuleSession> sessions;
    private final Map<EventKind, RuleSession> candidates;

    EventRules(Rulebook rulebook, @Nullable Rulebook candidate) {
        this.rulebook = rulebook;
        this.candidate = candidate;
        this.sessions = sessions(rulebook);
        this.candidates = candidate == null ? Map.of() : sessions(candidate);
    }

    /** Kinds with the same rules share a session. */
    private static Map<EventKind, RuleSession> sessions(Rulebook rulebook) {
        Map<EventKind, RuleSession> sessions = new EnumMap<>(EventKind.class);
        Map<Set<String>, RuleSession> byRules = new HashMap<>();
        for (EventKind kind : EventKind.values()) {
            Set<String> rules = kind == EventKind.ATTEMPT ? Set.of() : rulebook.runningOn(kind);
            if (!rules.isEmpty()) {
                sessions.put(kind, byRules.computeIfAbsent(rules, same -> rulebook.newSession(kind)));
            }
        }
        return sessions;
    }

    /**
     * Whether rules run on this event. Not on the imported past; nor on what the account's memory did not take, which is a
     * repetition, or the outcome of mail that the account did not send.
     *
     * @param match whether an outcome is that of a submission of the account; null for other events
     * @param changed whether the event changed the account's profile
     */
    boolean concern(MailEvent event, @Nullable OutcomeMatch match, boolean changed) {
        if (event.history() || !sessions.containsKey(event.kind()) && !candidates.containsKey(event.kind())) {
            return false;
        }
        return switch (event.kind()) {
            case AUTH_FAILED, BOUNCED, COMPLAINT -> changed;
            case AUTH_SUCCEEDED -> true;
            default -> match == OutcomeMatch.FOUND;
        };
    }

    /**
     * Runs the rules on an event of a known account.
     *
     * @param before the account before the event
     * @param heard the step of the event without them
     */
    StepResult run(AccountState before, StepResult heard, MailEvent event) {
        DomainPolicy policy = rulebook.policies().of(event.account(), before.home());
        List<StepOutput> passed = new ArrayList<>();
        AccountState after = heard.state() == null ? before : heard.state();
        AccountState now = after.hold() == null && after.cases() == null
                ? after
                : CaseUpdater.advanceTo(after, event.account(), policy.cases(), event.time(), passed);
        // A log-in is judged like a submission, by what was known before; everything else by what it shows.
        Profile seen = StepEngine.rulesSeeAfter(event.kind()) ? now.profile() : before.profile();
        Fresh fresh = new Fresh(now.sections().get(RecentFindings.SECTION), event);
        List<Finding> findings = fresh.of("", said(sessions.get(event.kind()), seen, now, event));
        List<Finding> would = fresh.of("candidate ", said(candidates.get(event.kind()), seen, now, event));
        if (findings.isEmpty() && would.isEmpty()) {
            return heard;
        }
        boolean known = !policy.observing() && !event.kind().causedByAnybody();
        Profile profile = known && DecisionMaker.suspicious(rulebook, findings)
                ? now.profile().withLearningFrozen(event.time(), policy.zone())
                : now.profile();
        // What anybody can cause labels nobody; the check refuses such rules, too.
        Profile labelled = event.kind().causedByAnybody() ? profile : DecisionMaker.labelled(profile, event, findings);
        AccountState found = now.with(labelled).with(RecentFindings.SECTION, fresh.remembered);
        Decision decision = decision(found, event, findings, would);
        List<StepOutput> outputs = new ArrayList<>(List.of(new StepOutput.FindingsMade(decision)));
        outputs.addAll(passed);
        if (found.cases() != null || !decision.flags().isEmpty() && !policy.observing()) {
            found = CaseUpdater.decided(found, event, policy, decision, before.caseSet(), true, outputs);
        }
        outputs.addAll(heard.outputs());
        return StepResult.changed(found, outputs);
    }

    private static List<Finding> said(@Nullable RuleSession session, Profile seen, AccountState now, MailEvent event) {
        return session == null
                ? List.of()
                : session.run(
                        event,
                        seen,
                        now.grants(),
                        now.hold(),
                        now.caseSet(),
                        now.neighbours(),
                        session.rulebook().policies().of(event.account(), now.home()));
    }

    private Decision decision(AccountState found, MailEvent event, List<Finding> findings, List<Finding> would) {
        ReferenceCode reference = ReferenceCode.of(event.account(), event.kind().word() + " " + event.id());
        List<String> flags = DecisionMaker.flags(findings);
        List<String> candidateFlags = DecisionMaker.flags(would);
        Shadow shadow = candidate == null
                ? null
                : new Shadow(
                        candidate.id(),
                        !Set.copyOf(flags).equals(Set.copyOf(candidateFlags)),
                        Verdict.NONE,
                        candidateFlags,
                        would);
        return Decision.builder(reference.decisionId(), event.time(), event.account(), Verdict.NONE)
                .trigger(event.kind())
                .eventId(event.id())
                .reference(reference.code())
                .findings(findings)
                .flags(flags)
                .origin(event.origin())
                .rulebook(rulebook.id())
                .counters(found.profile().counters())
                .shadow(shadow)
                .build();
    }

    /** Picks the findings that were not recorded within a day. */
    private static final class Fresh {
        private final MailEvent event;
        private RecentFindings remembered;

        Fresh(RecentFindings remembered, MailEvent event) {
            this.remembered = remembered;
            this.event = event;
        }

        List<Finding> of(String role, List<Finding> said) {
            RecentFindings before = remembered;
            long second = event.time().getEpochSecond();
            List<Finding> fresh = new ArrayList<>();
            for (Finding finding : said) {
                int key = key(role, finding);
                if (!before.has(key, second)) {
                    fresh.add(finding);
                    remembered = remembered.plus(key, second);
                }
            }
            return fresh;
        }

        /** What anybody can cause is remembered apart, or it would keep the same rule silent at what only a user can. */
        private int key(String role, Finding finding) {
            String rule = finding.mode() == Mode.SHADOW && finding.evidence().get("rule") instanceof String failed
                    ? finding.rule() + " " + failed
                    : finding.rule();
            return (role + rule + "@" + finding.version() + " " + finding.mode().word() + " "
                            + finding.effect().word() + (event.kind().causedByAnybody() ? " by anybody" : ""))
                    .hashCode();
        }
    }

    @Override
    public void close() {
        sessions.values().forEach(RuleSession::close);
        candidates.values().forEach(RuleSession::close);
    }
}
