package org.sekimori.lab.evaluation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.evaluation.detectors.DetectorResult;
import org.sekimori.lab.evaluation.detectors.RulebookDetector;
import org.sekimori.lab.evaluation.detectors.TimelinePlayer;
import org.sekimori.lab.simulation.SimulatorWorld;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.KnownFalsePositives.ExpectedHits;
import org.sekimori.rules.source.RuleMetadata;

/**
 * Clean traffic for every rulebook: 2,000 accounts of the simulator for 120 days, of which the last 60 count, December among
 * them, without attacks, always the same. Any hit is a false positive; the rulebook lists the known ones. Shadow rules are checked as if enforced.
 */
public final class CleanTrafficCheck {

    private static final int ACCOUNTS = 2_000;
    private static final long SEED = 20_260_302;

    /**
     * A hit on an honest customer, once for each account, day, rule and effect.
     *
     * @param refused whether the message was refused, else the account was flagged
     * @param honestClass class of the customer, see {@link SyntheticWorld#honestClasses()}
     * @param reason the rule's line for the analyst
     */
    public record FalsePositive(
            String rule, boolean refused, Account account, String honestClass, Instant time, String reason) {}

    /**
     * Accepted and found hits of a rule on a class of customers.
     *
     * @param known the accepted hits
     * @param flagged account-days on which the rule flagged
     * @param refused account-days on which it refused
     * @param acts whether the rule is enforced; shadow rules affect no customer yet
     */
    public record RuleResult(
            String rule, String honestClass, ExpectedHits known, int flagged, int refused, boolean acts) {

        /** Whether more was found than is accepted. */
        public boolean worse() {
            return acts && more();
        }

        /** Whether more would be found than is accepted if the rule were enforced, which it is not. */
        public boolean worseIfEnforced() {
            return !acts && more();
        }

        private boolean more() {
            return flagged > known.flagged() || refused > known.refused();
        }

        /** Whether the list accepts more than there is. */
        public boolean better() {
            return !more() && (flagged < known.flagged() || refused < known.refused());
        }
    }

    private final WorldSettings setting;
    private final SyntheticWorld world;

    private CleanTrafficCheck(WorldSettings setting, SyntheticWorld world) {
        this.setting = setting;
        this.world = world;
    }

    /** The traffic; cheap, it is made while it is played. */
    public static CleanTrafficCheck of(SyntheticGeography geography) {
        return of(geography, ACCOUNTS);
    }

    /**
     * Less of it, which says less: the known false positives are those of the whole.
     *
     * @param accounts how many, from 1
     */
    public static CleanTrafficCheck of(SyntheticGeography geography, int accounts) {
        WorldSettings setting = new WorldSettings(accounts, LocalDate.of(2026, 10, 5), 120, 60);
        return new CleanTrafficCheck(setting, SimulatorWorld.honest(setting, SEED, geography));
    }

    /** How many account-days count. */
    public long accountDays() {
        return (long) setting.accounts() * setting.scoredDays();
    }

    /** Everything that a rulebook says about it, by account and time. Takes two to three seconds. */
    public List<FalsePositive> play(Rulebook rulebook) {
        return play(rulebook, () -> false).orElseThrow();
    }

    /**
     * The same, unless cancelled.
     *
     * @param unwanted polled before each account
     * @return empty if cancelled
     */
    public Optional<List<FalsePositive>> play(Rulebook rulebook, BooleanSupplier unwanted) {
        List<FalsePositive> alarms = new ArrayList<>();
        TimelinePlayer playback = new TimelinePlayer();
        try (RulebookDetector detector = new RulebookDetector(rulebook)) {
            for (int account = 0; account < setting.accounts(); account++) {
                if (unwanted.getAsBoolean()) {
                    return Optional.empty();
                }
                AccountTimeline life = world.timeline(account);
                Set<String> seen = new HashSet<>();
                playback.play(life, detector, (message, reaction) -> {
                    Decision decision = detector.decision();
                    if (decision != null && !message.time().isBefore(setting.scoredFrom())) {
                        alarms(life, message, reaction, decision, seen, alarms);
                    }
                });
            }
        }
        return Optional.of(alarms);
    }

    private static void alarms(
            AccountTimeline life,
            Message message,
            DetectorResult reaction,
            Decision decision,
            Set<String> seen,
            List<FalsePositive> into) {
        LocalDate day = LocalDate.ofInstant(message.time(), WorldSettings.ZONE);
        if (reaction.refuses() && seen.add(day + "refused" + reaction.refused())) {
            into.add(alarm(life, message, reaction.refused(), true, decision));
        }
        for (String rule : reaction.flags()) {
            if (seen.add(day + "flagged" + rule)) {
                into.add(alarm(life, message, rule, false, decision));
            }
        }
        for (Finding finding : decision.findings()) {
            boolean refuses = finding.effect().refuses();
            if (finding.mode() == Mode.SHADOW
                    && finding.effect() != Effect.ADVISE
                    && seen.add(day + (refuses ? "refused" : "flagged") + finding.rule())) {
                into.add(alarm(life, message, finding.rule(), refuses, decision));
            }
        }
    }

    private static FalsePositive alarm(
            AccountTimeline life, Message message, String rule, boolean refused, Decision decision) {
        @Nullable
        String reason = decision.findings().stream()
                .filter(finding -> finding.rule().equals(rule))
                .map(Finding::reason)
                .findFirst()
                .orElse("");
        return new FalsePositive(rule, refused, life.account(), life.honestClass(), message.time(), reason);
    }

    /** Compares found hits with the rulebook's list, by rule and class; includes listed ones that were not found. */
    public static List<RuleResult> compare(Rulebook rulebook, List<FalsePositive> alarms) {
        SortedMap<String, SortedMap<String, int[]>> found = new TreeMap<>();
        for (FalsePositive alarm : alarms) {
            found.computeIfAbsent(alarm.rule(), rule -> new TreeMap<>())
                    .computeIfAbsent(alarm.honestClass(), customers -> new int[2])[alarm.refused() ? 1 : 0]++;
        }
        rulebook.knownFalsePositives().byRule().forEach((rule, byClass) -> byClass.keySet()
                .forEach(customers -> found.computeIfAbsent(rule, name -> new TreeMap<>())
                        .computeIfAbsent(customers, name -> new int[2])));
        List<RuleResult> rows = new ArrayList<>();
        found.forEach((rule, byClass) -> byClass.forEach((customers, counts) -> rows.add(new RuleResult(
                rule,
                customers,
                rulebook.knownFalsePositives().of(rule, customers),
                counts[0],
                counts[1],
                acts(rulebook, rule)))));
        return rows;
    }

    private static boolean acts(Rulebook rulebook, String rule) {
        RuleMetadata spec = rulebook.specs().get(rule);
        return spec == null || spec.mode() == Mode.ENFORCE;
    }
}
