package org.sekimori.lab.fit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.sekimori.lab.evaluation.detectors.RulebookDetector;
import org.sekimori.lab.evaluation.detectors.TimelinePlayer;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RuleMetadata;

/** What each evidence rule costs in processor time: the same messages with and without it, the best of some rounds. */
public final class SignCost {

    private static final int ROUNDS = 5;
    private static final String FAMILY = "evidence/";
    private static final String ALL = "";

    private final List<AccountTimeline> lives;
    private final long messages;

    private SignCost(List<AccountTimeline> lives) {
        this.lives = lives;
        this.messages = lives.stream()
                .flatMap(life -> life.happenings().stream())
                .filter(Message.class::isInstance)
                .count();
    }

    /** A table, microseconds a message; figures of another run differ. */
    public static List<String> table(Rulebook rulebook, TrainingPlan plan, WorldFactory generator) {
        SyntheticWorld world = plan.worlds(generator).get(0);
        List<AccountTimeline> lives = IntStream.range(0, world.setting().accounts())
                .mapToObj(world::timeline)
                .toList();
        return new SignCost(lives).table(rulebook);
    }

    private List<String> table(Rulebook rulebook) {
        Map<String, RulebookDetector> without = new LinkedHashMap<>();
        without.put(ALL, new RulebookDetector(rulebook));
        for (RuleMetadata rule : rulebook.specs().values()) {
            if (rule.active() && rule.folder().startsWith(FAMILY)) {
                without.put(rule.id(), new RulebookDetector(rulebook.without(Set.of(rule.id()))));
            }
        }
        Map<String, Long> best = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            without.forEach((rule, detector) -> best.merge(rule, nanos(detector), Math::min));
        }
        without.values().forEach(RulebookDetector::close);
        double all = micros(best.getOrDefault(ALL, 0L));
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, "  %-28s %10.2f us a message, on %,d messages", "all rules", all, messages));
        best.forEach((rule, nanos) -> {
            if (!rule.equals(ALL)) {
                lines.add(String.format(Locale.ROOT, "  %-28s %10.2f", rule, all - micros(nanos)));
            }
        });
        return lines;
    }

    private double micros(long nanos) {
        return nanos / 1e3 / Math.max(1, messages);
    }

    private long nanos(RulebookDetector detector) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        TimelinePlayer playback = new TimelinePlayer();
        long begin = threads.getCurrentThreadCpuTime();
        lives.forEach(life -> playback.play(life, detector, (message, reaction) -> {}));
        return threads.getCurrentThreadCpuTime() - begin;
    }
}
