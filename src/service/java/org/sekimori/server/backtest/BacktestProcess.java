package org.sekimori.server.backtest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.trial.ChildCommand;
import org.sekimori.web.backtest.BacktestLauncher;

/**
 * Starts {@code backtest} as a child process with a memory of its own, so that a long log cannot take that of the service. It reads the
 * service's data folder for where the log is, as the command does.
 */
public final class BacktestProcess implements BacktestLauncher {

    private static final List<String> OPTIONS = List.of(
            "-Xmx512m", "-XX:ReservedCodeCacheSize=96m", "-XX:MaxDirectMemorySize=64m", "-XX:TieredStopAtLevel=4");

    private final String main;
    private final Path data;

    /**
     * @param main the main class of the command line
     * @param data the service's data folder
     */
    public BacktestProcess(String main, Path data) {
        this.main = main;
        this.data = data.toAbsolutePath();
    }

    @Override
    public Process start(Path folder, List<String> options, Path output, Path errors) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("backtest", "--data", data.toString()));
        arguments.addAll(options);
        return ChildCommand.start(main, OPTIONS, arguments, folder, output, errors);
    }
}
