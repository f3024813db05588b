package org.sekimori.lab;

import java.util.List;
import org.sekimori.cli.support.CommandProvider;
import org.sekimori.lab.bench.BenchCommand;
import org.sekimori.lab.command.BacktestCommand;
import org.sekimori.lab.command.EvaluateCommand;
import org.sekimori.lab.command.LabCommands;
import org.sekimori.lab.command.SimulateCommand;
import org.sekimori.lab.simulation.SimulatorWorld;
import org.sekimori.lab.world.SyntheticGeography;
import picocli.CommandLine;

/** The commands of the lab. */
public final class LabCommandProvider implements CommandProvider {

    private static final String NEXT = "dashboards";

    @Override
    public List<ProvidedCommand> commands() {
        return List.of(
                new ProvidedCommand(new CommandLine(BenchCommand.class), NEXT),
                new ProvidedCommand(new CommandLine(SimulateCommand.class), NEXT),
                new ProvidedCommand(new CommandLine(EvaluateCommand.class), NEXT),
                new ProvidedCommand(new CommandLine(BacktestCommand.class), NEXT),
                new ProvidedCommand(
                        LabCommands.commandLine(
                                setting -> SimulatorWorld.honest(setting, 1, SyntheticGeography.starter())),
                        ""));
    }
}
