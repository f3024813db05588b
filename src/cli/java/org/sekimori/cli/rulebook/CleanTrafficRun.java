package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.sekimori.rules.Rulebook;

/**
 * Runs a rulebook over clean traffic, simulated days without an attack, and prints what it says about them. Found by
 * {@link ServiceLoader}, because the simulation is a module that an installation can be without.
 */
public interface CleanTrafficRun {

    /**
     * Runs it once.
     *
     * @param folder of the rulebook, for messages
     * @param rules ids of the rules to report on; empty: all
     * @param json whether to print for programs, one JSON object a line with {@code type: clean}, and nothing else
     * @param cancelled asked again and again; a run that is cancelled prints nothing and passes
     * @return whether no rule hits more than the rulebook's list of known false positives accepts
     */
    boolean run(
            Rulebook rulebook,
            Path folder,
            Set<String> rules,
            boolean json,
            PrintWriter out,
            BooleanSupplier cancelled);

    /** The one of this installation; empty if it has none. */
    static Optional<CleanTrafficRun> installed() {
        // Not the thread's own loader: threads of the common pool do not have that of an executable jar.
        return ServiceLoader.load(CleanTrafficRun.class, CleanTrafficRun.class.getClassLoader())
                .findFirst();
    }
}
