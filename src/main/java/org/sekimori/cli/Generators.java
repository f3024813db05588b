package org.sekimori.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.evaluation.Generator;
import org.sekimori.lab.judge.JudgeWorld;
import org.sekimori.lab.simulation.Parameters;
import org.sekimori.lab.simulation.Simulator;
import org.sekimori.lab.world.Geography;

/** The generators of invented populations that ship. */
final class Generators {

    private Generators() {}

    /**
     * By name, in the order of reports.
     *
     * @param parameters a file with other numbers for the simulator, null for those that ship
     * @throws CommandFailed if the file cannot be used
     */
    static Map<String, Generator> all(@Nullable Path parameters) {
        Parameters numbers;
        try {
            numbers = parameters == null ? Parameters.shipped() : Parameters.read(parameters);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()));
        }
        Geography geography = Geography.starter();
        Map<String, Generator> generators = new LinkedHashMap<>();
        generators.put(
                "simulator",
                (setting, seed, assumptions) -> Simulator.of(setting, seed, numbers, assumptions, geography));
        generators.put("judge", (setting, seed, assumptions) -> JudgeWorld.of(setting, seed, assumptions, geography));
        return generators;
    }
}
