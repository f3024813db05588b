package org.sekimori.lab.fit;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.evaluation.AttackTempo;
import org.sekimori.lab.evaluation.detectors.DetectorResult;
import org.sekimori.lab.evaluation.detectors.TimelinePlayer;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.rules.evidence.EvidenceReading;

/**
 * Records the evidence of one account of a world: its honest days until the attack, and the attack from then on. Counts as an
 * evaluation does, {@link org.sekimori.lab.evaluation.Evaluation}.
 */
final class AccountTracer implements TimelinePlayer.Listener {

    private static final long DAY = 86_400;

    private final SignSteps steps;
    private final Supplier<List<EvidenceReading>> readings;
    private final TraceSet into;
    private final String honestClass;
    private final @Nullable Attack attack;
    private final long scoredFrom;
    private final long attackedFrom;
    private final int honestDays;

    private final List<HonestTrace.Day> days = new ArrayList<>();
    private final Set<Integer> today = new LinkedHashSet<>();
    private boolean flaggedToday;
    private long day = -1;

    private final List<Integer> attempts = new ArrayList<>();
    private final ByteArrayOutputStream marks = new ByteArrayOutputStream();

    /**
     * A tracer of one account.
     *
     * @param steps of the signs
     * @param readings what rules read at the message that was decided last
     */
    AccountTracer(
            AccountTimeline life,
            WorldSettings setting,
            SignSteps steps,
            Supplier<List<EvidenceReading>> readings,
            TraceSet into) {
        this.steps = steps;
        this.readings = readings;
        this.into = into;
        this.honestClass = life.honestClass();
        this.attack = life.attack();
        this.scoredFrom = setting.scoredFrom().getEpochSecond();
        Instant end = attack == null ? setting.end() : attack.from();
        this.attackedFrom = end.getEpochSecond();
        this.honestDays = (int) Math.max(0, (attackedFrom - scoredFrom) / DAY);
    }

    @Override
    public void onMessage(Message message, DetectorResult reaction) {
        long second = message.time().getEpochSecond();
        if (second < scoredFrom) {
            return;
        }
        if (second < attackedFrom) {
            if (second < scoredFrom + honestDays * DAY) {
                honest((second - scoredFrom) / DAY, reaction);
            }
        } else if (attack != null
                && second <= attack.until().getEpochSecond() + DAY
                && attempts.size() < AttackTrace.MOST) {
            into.attempt();
            attempts.add(vector());
            marks.write((message.hostile() ? AttackTrace.HOSTILE : 0)
                    | (reaction.passed() ? AttackTrace.PASSED : 0)
                    | (reaction.flags().isEmpty() ? 0 : AttackTrace.FLAGGED));
        }
    }

    private void honest(long number, DetectorResult reaction) {
        if (number != day) {
            endDay();
            day = number;
        }
        into.attempt();
        today.add(vector());
        flaggedToday |= !reaction.flags().isEmpty();
    }

    private void endDay() {
        if (!today.isEmpty()) {
            days.add(new HonestTrace.Day(
                    today.stream().mapToInt(vector -> vector).toArray(), flaggedToday));
        }
        today.clear();
        flaggedToday = false;
    }

    private int vector() {
        return into.table().number(steps.of(readings.get()));
    }

    /** When the account's life is over. */
    void close() {
        endDay();
        if (honestDays > 0) {
            into.add(new HonestTrace(honestClass, honestDays, days));
        }
        if (attack != null) {
            into.add(new AttackTrace(
                    attack.attackClass(),
                    AttackTempo.of(attack.attackClass()),
                    attempts.stream().mapToInt(vector -> vector).toArray(),
                    marks.toByteArray()));
        }
    }
}
