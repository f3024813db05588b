package org.sekimori.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.engine.CaseRunner;
import org.sekimori.rules.Problem;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;

/** The same questions without a process, for tests that are about something else. */
public final class InProcessTrial implements RulebookTrial {

    @Override
    public void pass(RulebookFiles files, Asked asked) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(files)) {
            List<Problem> problems = new ArrayList<>();
            if (asked == Asked.AGREEMENTS) {
                problems.addAll(RulebookCheck.agreements(files, rulebook));
            }
            if (asked != Asked.COMPILES && problems.isEmpty()) {
                problems.addAll(CaseRunner.run(rulebook));
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
