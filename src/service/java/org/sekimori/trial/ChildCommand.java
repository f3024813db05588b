package org.sekimori.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a command of this program as a child process, with low priority where the system knows one. */
public final class ChildCommand {

    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final Path NOTHING = Path.of("/dev/null");

    private ChildCommand() {}

    /**
     * Starts it.
     *
     * @param main the main class of the command line
     * @param options of Java, which take the place of the usual ones
     * @param arguments of the command, its name first
     * @param folder in which it works and has its temporary files
     * @param output receives what it prints
     * @param errors receives its progress and its errors
     * @throws IOException if it cannot be started
     */
    public static Process start(
            String main, List<String> options, List<String> arguments, Path folder, Path output, Path errors)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "10"));
        }
        command.addAll(JavaCommandLine.command(main, options, arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING.toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }
}
