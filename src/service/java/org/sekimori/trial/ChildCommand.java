package org.sekimori.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a command of this program as a child process, with low priority where the system knows one. The child ends when this process is
 * gone, even if that is killed ({@link ParentWatch}).
 */
public final class ChildCommand {

    private static final Path NICE = Path.of("/usr/bin/nice");

    private ChildCommand() {}

    /**
     * Starts it.
     *
     * @param main the main class of the command line
     * @param options of Java, which take the place of the usual ones
     * @param arguments of the command, its name first
     * @param folder of its own, in which it works and has its temporary files; deleted if this process is gone before the child
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
        List<String> all = new ArrayList<>(options);
        all.add("-D" + ParentWatch.FOLDER + "=" + folder.toAbsolutePath());
        command.addAll(JavaCommandLine.command(main, all, arguments));
        // Its standard input stays a pipe, into which nothing is written.
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }
}
