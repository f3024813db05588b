package org.sekimori.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.Grant;
import org.sekimori.mail.Account;
import org.sekimori.mail.ApplicationAccounts;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Decision.Refusal;
import org.sekimori.mail.Decision.Shadow;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.Profile;
import org.sekimori.profile.labels.Label;
import org.sekimori.profile.labels.Labels;
import org.sekimori.rules.RuleSession;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.text.RefusedSubmission;

/** Decides submissions: runs the rules, takes the strongest enforced finding, and words the answer. */
final class DecisionMaker {

    /** Rules of this family refuse for the place that a client is in. */
    private static final String ORIGIN = "origin/";

    private final RuleSession session;
    private final @Nullable RuleSession candidate;

    /**
     * @param session of the active rulebook
     * @param candidate of the candidate rulebook; null without one
     */
    DecisionMaker(RuleSession session, @Nullable RuleSession candidate) {
        this.session = session;
        this.candidate = candidate;
    }

    /**
     * One rulebook's result for a submission.
     *
     * @param findings all findings; repeated flags are downgraded to advice
     * @param said all findings as the rules raised them
     * @param acting the finding that refuses or quarantines; null without one, in an observed domain, or for a queued message
     * @param signs weights of the signs by name; empty if no rule found anything
     * @param wanted the verdict without regard to observation
     * @param told the verdict to answer
     */
    private record RuleOutcome(
            List<Finding> findings,
            List<Finding> said,
            @Nullable Finding acting,
            SortedMap<String, Double> signs,
            Verdict wanted,
            Verdict told) {

        static RuleOutcome of(RuleSession session, AccountState state, MailEvent event) {
            DomainPolicy policy = session.rulebook().policies().of(event.account(), state.home());
            List<Finding> said = session.run(
                    event, state.profile(), state.grants(), state.hold(), state.caseSet(), state.neighbours(), policy);
            Finding deciding = deciding(said);
            Verdict wanted =
                    deciding == null ? Verdict.ACCEPT : session.rulebook().verdict(deciding, policy);
            // What is queued already is neither refused nor held: the verdict is advice, and a flag counts as ever.
            boolean advice = policy.observing() || event.afterQueue();
            Finding acting = advice || wanted instanceof Verdict.Accept ? null : deciding;
            Verdict told = acting == null ? Verdict.ACCEPT : wanted;
            List<Finding> findings =
                    told.refuses() ? RepeatedFlagFilter.downgrade(said, state, event, policy.zone()) : said;
            // Most submissions raise no finding, and their decisions stay short.
            SortedMap<String, Double> signs = said.isEmpty() ? new TreeMap<>() : session.weights();
            return new RuleOutcome(findings, said, acting, signs, wanted, told);
        }
    }

    /**
     * Decides a submission.
     *
     * @param state the account at the time of the event
     * @param before its cases as last published
     * @param passed outputs of the time that has passed
     */
    StepResult decide(
            AccountState state, MailEvent event, ReferenceCode reference, CaseSet before, List<StepOutput> passed) {
        Rulebook rulebook = session.rulebook();
        DomainPolicy policy = rulebook.policies().of(event.account(), state.home());
        RuleOutcome judgement = RuleOutcome.of(session, state, event);
        List<Finding> findings = judgement.findings();
        Finding acting = judgement.acting();
        Verdict told = judgement.told();
        Origin.Country located = event.origin() instanceof Origin.Country c ? c : null;
        String country = located == null ? "" : located.country();
        boolean again = state.profile().countedAhead(event)
                && state.decided(Profile.key(event), event.time().getEpochSecond());
        Profile counted =
                labelled(counted(state.profile(), event, policy, told, judgement.said()), event, judgement.said());
        Profile profile = again ? counted.withCounters(state.profile().counters()) : counted;
        RefusedSubmission refusing = acting == null || !told.refuses()
                ? null
                : refused(acting.rule(), state, event, country, reference.code());
        Refusal refusal = acting == null
                ? null
                : rulebook.refusal(
                        refusing,
                        acting,
                        state.profile().at(event.time(), policy.zone()).figures());
        List<String> flags = flags(findings);
        Decision decision = Decision.builder(reference.decisionId(), event.time(), event.account(), told)
                .eventId(event.id())
                .reference(reference.code())
                .would(told.equals(judgement.wanted()) ? null : judgement.wanted())
                .findings(findings)
                .flags(flags)
                .origin(event.origin())
                .grant(grant(state, event, policy, country))
                .home(home(rulebook.policies(), event, policy))
                .labels(state.profile().labels().names(event.time()))
                .signs(judgement.signs())
                .rulebook(rulebook.id())
                .counters(profile.counters())
                .refusal(refusal)
                .shadow(shadow(state, event, told, flags, findings))
                .build();
        boolean refused = judgement.wanted().refuses();
        CachedAnswer answer = new CachedAnswer(
                reference.fingerprint(),
                event.time().getEpochSecond(),
                Profile.key(event),
                told,
                acting == null ? null : acting.rule(),
                refused ? country : "",
                refused && located != null && located.network() != null ? located.network() : "");
        StepOutput.AnswerSent toTell = new StepOutput.AnswerSent(
                refusing == null || refusal == null
                        ? wordless(told, reference.code())
                        : worded(told, refusing, refusal.customer()));
        Profile flagged = flags.isEmpty() ? profile : profile.withFlags(flags, event, policy.zone());
        AccountState after = state.with(flagged, answer);
        List<StepOutput> outputs = new ArrayList<>(List.of(new StepOutput.DecisionMade(decision), toTell));
        outputs.addAll(passed);
        if (acting != null && told.refuses() && located != null && asks(event.account(), state, acting)) {
            outputs.add(new StepOutput.OwnerQuestionRaised(
                    event.account(), event.time(), reference.code(), country, answer.network(), event.clientAddress()));
        }
        if (after.cases() != null || before != CaseSet.NONE || (!flags.isEmpty() && !policy.observing())) {
            after = CaseUpdater.decided(after, event, policy, decision, before, again, outputs);
        }
        return StepResult.changed(after, outputs);
    }

    /**
     * Whether to ask the owner about a refusal: only the first one for the origin among the remembered answers. An application has no
     * owner who travels.
     */
    private boolean asks(Account account, AccountState before, Finding acting) {
        return !ApplicationAccounts.isApplication(account)
                && session.rulebook().spec(acting.rule()).folder().startsWith(ORIGIN)
                && before.answers().stream()
                        .noneMatch(answer ->
                                answer.verdict().refuses() && acting.rule().equals(answer.rule()));
    }

    /** Shadow rules that would flag, quarantine or refuse. */
    private static Set<String> inShadow(List<Finding> findings) {
        return findings.stream()
                .filter(f -> f.mode() == Mode.SHADOW && f.effect() != Effect.ADVISE)
                .map(f -> f.rule() + " " + f.effect().word())
                .collect(Collectors.toSet());
    }

    private @Nullable Shadow shadow(
            AccountState state, MailEvent event, Verdict told, List<String> flags, List<Finding> findings) {
        if (candidate == null) {
            return null;
        }
        RuleOutcome judgement = RuleOutcome.of(candidate, state, event);
        List<String> would = flags(judgement.findings());
        boolean differs = !judgement.told().word().equals(told.word())
                || !Set.copyOf(would).equals(Set.copyOf(flags));
        return new Shadow(candidate.rulebook().id(), differs, judgement.told(), would, judgement.findings());
    }

    /** The profile from now on. A flag freezes learning before anything of this submission is learned. */
    private Profile counted(
            Profile profile, MailEvent event, DomainPolicy policy, Verdict told, List<Finding> findings) {
        boolean overseas = policy.overseas(event);
        Profile before = !policy.observing() && suspicious(session.rulebook(), findings)
                ? profile.withLearningFrozen(event.time(), policy.zone())
                : profile;
        if (told.refuses()) {
            Profile refused = before.refused(event, policy.zone(), overseas);
            return told instanceof Verdict.Defer
                    ? refused.deferred(event, policy.zone())
                    : refused.rejected(event, policy.zone());
        }
        return told instanceof Verdict.Quarantine
                ? before.quarantined(event, policy.zone(), overseas)
                : before.accepted(event, policy.zone(), overseas);
    }

    /** The profile with what rules in force label the account. */
    static Profile labelled(Profile profile, MailEvent event, List<Finding> findings) {
        Labels labels = profile.labels();
        for (Finding finding : findings) {
            if (finding.mode() == Mode.ENFORCE && finding.effect() == Effect.ADVISE) {
                for (var one : finding.evidence().entrySet()) {
                    if (one.getKey().startsWith(Label.EVIDENCE)) {
                        labels = labels.with(
                                one.getKey().substring(Label.EVIDENCE.length()),
                                finding.rule(),
                                event.time(),
                                Label.life(String.valueOf(one.getValue())));
                    }
                }
            }
        }
        return profile.with(labels);
    }

    /**
     * Whether learning must freeze: at a flag of a rule with {@code freezes}, which is the default for grave ones, or of one that
     * also refuses. A mild flag alone does not freeze, or an account that sends much from its first day on could never become
     * known for it; nor does a flag on a shared account.
     */
    static boolean suspicious(Rulebook rulebook, List<Finding> findings) {
        for (Finding finding : findings) {
            if (flagging(finding)
                    && (rulebook.spec(finding.rule()).freezes()
                            || findings.stream().anyMatch(f -> f.rule().equals(finding.rule()) && refuses(f)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean refuses(Finding finding) {
        return finding.mode() == Mode.ENFORCE && finding.effect().refuses();
    }

    private static boolean flagging(Finding finding) {
        return finding.mode() == Mode.ENFORCE && finding.effect().flags();
    }

    /** The earlier answer to a repeated request, worded by the active rulebook. The end of a limit is computed anew. */
    StepOutput.AnswerSent again(AccountState state, MailEvent event, CachedAnswer before) {
        String code = ReferenceCode.code(before.fingerprint());
        String rule = before.rule();
        if (rule == null
                || !before.verdict().refuses()
                || !session.rulebook().specs().containsKey(rule)) {
            return new StepOutput.AnswerSent(wordless(before.verdict(), code));
        }
        RefusedSubmission refused = refused(rule, state, event, before.country(), code);
        return new StepOutput.AnswerSent(
                worded(before.verdict(), refused, session.rulebook().customerText(refused)));
    }

    private RefusedSubmission refused(String rule, AccountState state, MailEvent event, String country, String code) {
        boolean overseas =
                session.rulebook().policies().of(event.account(), state.home()).overseas(event);
        return new RefusedSubmission(rule, event, overseas, country, code, state.profile(), state.caseSet());
    }

    private static SubmissionAnswer wordless(Verdict verdict, String code) {
        return new SubmissionAnswer(verdict, "", code, SubmissionAnswer.Source.LOG);
    }

    /** The English text is only made where the text in the domain's language cannot go over SMTP. */
    private SubmissionAnswer worded(Verdict verdict, RefusedSubmission refused, String text) {
        String plain =
                SubmissionAnswer.printable(text) ? text : session.rulebook().plainText(refused);
        return new SubmissionAnswer(verdict, text, plain, refused.reference(), SubmissionAnswer.Source.LOG);
    }

    /** The strongest finding that refuses or quarantines: they come strongest first. */
    private static @Nullable Finding deciding(List<Finding> findings) {
        for (Finding finding : findings) {
            if (refuses(finding) || finding.mode() == Mode.ENFORCE && finding.effect() == Effect.QUARANTINE) {
                return finding;
            }
        }
        return null;
    }

    /** Ids of the enforced rules that flag. */
    static List<String> flags(List<Finding> findings) {
        if (findings.isEmpty()) {
            return List.of();
        }
        return findings.stream()
                .filter(f -> flagging(f))
                .map(Finding::rule)
                .distinct()
                .toList();
    }

    /** The country or network of the account's own home that made the difference. */
    private static @Nullable String home(DomainPolicies policies, MailEvent event, DomainPolicy policy) {
        DomainPolicy domain = policies.of(event.account().domain());
        return domain.home() == policy.home() && policy.homeNetworks().isEmpty()
                ? null
                : policy.homeBeside(domain, event);
    }

    /** The grant that covers an overseas submission; null at home or without one. */
    private static @Nullable String grant(AccountState state, MailEvent event, DomainPolicy policy, String country) {
        if (!policy.overseas(event)) {
            return null;
        }
        return state.grants().covering(country, event.time()).map(Grant::id).orElse(null);
    }
}
