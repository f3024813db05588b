package org.sekimori.lab.command;

import org.sekimori.cli.rulebook.CleanTrafficRun;
import org.sekimori.lab.evaluation.CleanTrafficCheck;

/** Clean traffic of a few accounts, for tests of what is printed about it. */
public final class SmallCleanTraffic {

    private static final int ACCOUNTS = 150;

    private SmallCleanTraffic() {}

    public static CleanTrafficRun run() {
        return new SimulatedCleanTrafficRun(geography -> CleanTrafficCheck.of(geography, ACCOUNTS));
    }
}
