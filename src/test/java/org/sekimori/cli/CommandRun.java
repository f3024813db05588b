package org.sekimori.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * A command as a user runs it, in this process.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int code, String out, String err) {

    public static CommandRun run(String... arguments) {
        return run(Sekimori.commandLine(), arguments);
    }

    /** One command alone, such as one that a test has given something else to work with. */
    public static CommandRun run(Callable<Integer> command, String... arguments) {
        return run(Sekimori.withErrorHandling(new CommandLine(command)), arguments);
    }

    private static CommandRun run(CommandLine line, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
