package org.sekimori.lab.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.sekimori.cli.rulebook.CleanTrafficRun;
import org.sekimori.lab.evaluation.CleanTrafficCheck;
import org.sekimori.lab.evaluation.CleanTrafficCheck.FalsePositive;
import org.sekimori.lab.evaluation.CleanTrafficCheck.RuleResult;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.mail.Finding;
import org.sekimori.rules.Rulebook;
import tools.jackson.databind.json.JsonMapper;

/** The clean traffic of {@code rules test}: the simulator's honest customers. */
public final class SimulatedCleanTrafficRun implements CleanTrafficRun {

    private final Function<SyntheticGeography, CleanTrafficCheck> made;

    /** With all of the traffic; {@link java.util.ServiceLoader} calls it. */
    public SimulatedCleanTrafficRun() {
        this(CleanTrafficCheck::of);
    }

    /** @param made makes the traffic, once it is wanted */
    SimulatedCleanTrafficRun(Function<SyntheticGeography, CleanTrafficCheck> made) {
        this.made = made;
    }

    @Override
    public boolean run(
            Rulebook rulebook,
            Path folder,
            Set<String> rules,
            boolean json,
            PrintWriter out,
            BooleanSupplier cancelled) {
        CleanTrafficCheck traffic = made.apply(SyntheticGeography.starter());
        Optional<List<FalsePositive>> alarms = traffic.play(rulebook, cancelled);
        if (alarms.isEmpty()) {
            return true;
        }
        List<RuleResult> rows = CleanTrafficCheck.compare(rulebook, alarms.get()).stream()
                .filter(row -> rules.isEmpty()
                        || rules.contains(row.rule())
                        || row.rule().equals(Finding.FAILURE_RULE))
                .toList();
        if (json) {
            rows.forEach(row -> out.println(json(row)));
        } else {
            CleanTrafficText words = new CleanTrafficText(folder, rows, alarms.get());
            words.differences(out, traffic.accountDays());
            words.whatToDo(out);
        }
        return rows.stream().noneMatch(RuleResult::worse);
    }

    /** One line of {@code rules test --json}. */
    private static String json(RuleResult row) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "clean")
                .put("rule", row.rule())
                .put("customers", row.honestClass())
                .put("enforced", row.acts())
                .put("flagged", row.flagged())
                .put("flagged_accepted", row.known().flagged())
                .put("refused", row.refused())
                .put("refused_accepted", row.known().refused())
                .put("passed", !row.worse())
                .toString();
    }
}
