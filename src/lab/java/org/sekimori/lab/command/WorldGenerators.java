package org.sekimori.lab.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.JudgeWorld;
import org.sekimori.lab.simulation.SimulatorParameters;
import org.sekimori.lab.simulation.SimulatorWorld;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.server.UserFacingException;

/** The shipped generators of synthetic populations. */
final class WorldGenerators {

    private WorldGenerators() {}

    /**
     * By name, in the order of reports.
     *
     * @param parameters a file with other numbers for the simulator, null for those that ship
     * @throws UserFacingException if the file cannot be used
     */
    static Map<String, WorldFactory> all(@Nullable Path parameters) {
        SyntheticGeography geography = SyntheticGeography.starter();
        Map<String, WorldFactory> generators = new LinkedHashMap<>();
        generators.put("simulator", simulator(parameters));
        generators.put("judge", (setting, seed, assumptions) -> JudgeWorld.of(setting, seed, assumptions, geography));
        return generators;
    }

    /** The simulator alone; see {@link #all}. */
    static WorldFactory simulator(@Nullable Path parameters) {
        SimulatorParameters numbers;
        try {
            numbers = parameters == null ? SimulatorParameters.shipped() : SimulatorParameters.read(parameters);
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
        SyntheticGeography geography = SyntheticGeography.starter();
        return (setting, seed, assumptions) -> SimulatorWorld.of(setting, seed, numbers, assumptions, geography);
    }
}
