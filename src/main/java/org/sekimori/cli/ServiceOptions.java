package org.sekimori.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a command finds the running service. */
final class ServiceOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the running service. Default: data",
            defaultValue = "data")
    Path data = Path.of("data");

    RunFile find() {
        return RunFile.find(data);
    }
}
