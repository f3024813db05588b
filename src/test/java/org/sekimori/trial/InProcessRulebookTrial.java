package org.sekimori.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.engine.RuleTestRunner;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/** The same questions without a process, for tests that are about something else. */
public final class InProcessRulebookTrial implements RulebookTrial {

    @Override
    public void requirePass(RulebookFiles files, TrialLevel level) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(files)) {
            List<RulebookProblem> problems = new ArrayList<>();
            if (level == TrialLevel.AGREEMENTS) {
                problems.addAll(RulebookCheck.agreements(files, rulebook));
            }
            if (level != TrialLevel.COMPILES && problems.isEmpty()) {
                problems.addAll(RuleTestRunner.run(rulebook));
            }
            if (!problems.isEmpty()) {
                throw new RulebookException(problems);
            }
        }
    }

    @Override
    public Map<String, String> limits() {
        return Map.of();
    }
}
