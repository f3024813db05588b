package org.sekimori.lab.evaluation;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.evaluation.HonestAccountCounts.Impact;
import org.sekimori.lab.evaluation.detectors.DetectorResult;
import org.sekimori.lab.evaluation.detectors.TimelinePlayer;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;

/**
 * Scores a detector on one account: as an honest customer's until the attack, as a victim's from then on. A flag counts for the
 * attack, whoever's message raised it, until a day after the last hostile one.
 */
final class AccountScorer implements TimelinePlayer.Listener {

    private static final long DAY = 86_400;

    private final @Nullable Attack attack;
    private final long scoredFrom;
    private final long attackedFrom;
    private final int honestDays;
    private final HonestAccountCounts honest;

    private final Map<Impact, Integer> felt = new EnumMap<>(Impact.class);
    private final Set<Impact> today = EnumSet.noneOf(Impact.class);
    private final Set<String> rulesToday = new HashSet<>();
    private long day = -1;

    private int tried;
    private int messagesOut;
    private int messagesQuarantined;
    private long recipientsOut;
    private int messagesUntilFlag;
    private long recipientsUntilFlag;
    private long flaggedAt = -1;
    private String flaggedBy = "";
    private int ownersTried;
    private int ownersRefused;

    AccountScorer(AccountTimeline life, WorldSettings setting, HonestAccountCounts honest) {
        this.attack = life.attack();
        this.scoredFrom = setting.scoredFrom().getEpochSecond();
        Instant end = attack == null ? setting.end() : attack.from();
        this.attackedFrom = end.getEpochSecond();
        // Whole days only: the partial day before an attack counts neither as a day nor with its events.
        this.honestDays = (int) Math.max(0, (attackedFrom - scoredFrom) / DAY);
        this.honest = honest;
    }

    @Override
    public void onMessage(Message message, DetectorResult reaction) {
        long second = message.time().getEpochSecond();
        if (second < scoredFrom) {
            return;
        }
        if (second < attackedFrom) {
            if (second < scoredFrom + honestDays * DAY) {
                honest(second, reaction);
            }
        } else if (attack != null && second <= attack.until().getEpochSecond() + DAY) {
            attacked(attack, message, second, reaction);
        }
    }

    private void honest(long second, DetectorResult reaction) {
        long number = (second - scoredFrom) / DAY;
        if (number != day) {
            day = number;
            today.clear();
            rulesToday.clear();
        }
        if (!reaction.quarantined().isEmpty()) {
            felt(Impact.DELAYED, reaction.quarantined());
        }
        if (reaction.refuses()) {
            felt(reaction.policy() ? Impact.POLICY : Impact.BLOCKED, reaction.refused());
        }
        for (String rule : reaction.flags()) {
            felt(Impact.FLAGGED, rule);
        }
    }

    private void felt(Impact what, String rule) {
        if (today.add(what)) {
            felt.merge(what, 1, Integer::sum);
        }
        if (rulesToday.add(what + rule)) {
            honest.rule(rule, what);
        }
    }

    private void attacked(Attack during, Message message, long second, DetectorResult reaction) {
        if (!reaction.flags().isEmpty() && flaggedAt < 0) {
            flaggedAt = second - during.from().getEpochSecond();
            flaggedBy = reaction.flags().get(0);
        }
        if (!message.hostile()) {
            ownersTried++;
            ownersRefused += reaction.refuses() && !reaction.policy() ? 1 : 0;
            return;
        }
        tried++;
        messagesQuarantined += reaction.quarantined().isEmpty() ? 0 : 1;
        if (reaction.passed()) {
            messagesOut++;
            recipientsOut += message.recipientCount();
            if (flaggedAt < 0) {
                messagesUntilFlag++;
                recipientsUntilFlag += message.recipientCount();
            }
        }
    }

    /** When the life is over. */
    void close(long order, DetectorScores into) {
        if (honestDays > 0) {
            honest.account(honestDays, felt);
        }
        if (attack != null) {
            into.attack(new AttackOutcome(
                    order,
                    attack.attackClass(),
                    tried,
                    messagesOut,
                    recipientsOut,
                    messagesUntilFlag,
                    recipientsUntilFlag,
                    flaggedAt,
                    flaggedBy,
                    ownersTried,
                    ownersRefused,
                    messagesQuarantined));
        }
    }
}
