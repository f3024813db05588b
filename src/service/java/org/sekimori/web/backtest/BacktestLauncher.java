package org.sekimori.web.backtest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts the command {@code backtest} over the log of this service. */
public interface BacktestLauncher {

    /**
     * Starts the command in a process of its own.
     *
     * @param folder only this user's; the process works in it
     * @param options of the command, such as {@code --rules}
     * @param output receives what it prints
     * @param errors receives its progress and its errors
     * @throws IOException if it cannot be started
     */
    Process start(Path folder, List<String> options, Path output, Path errors) throws IOException;
}
