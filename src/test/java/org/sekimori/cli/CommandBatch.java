package org.sekimori.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands one after the other in one process, for tests of many: a process for each would take minutes. */
public final class CommandBatch {

    private CommandBatch() {}

    /** What a command ended with, and what it printed on either stream. */
    public record CommandOutput(int code, String text) {}

    /**
     * Runs one.
     *
     * @param properties that it finds set, as variables would be
     */
    public static CommandOutput run(Map<String, String> properties, List<String> words) {
        StringWriter said = new StringWriter();
        properties.forEach(System::setProperty);
        try {
            int code = Sekimori.commandLine()
                    .setErr(new PrintWriter(said, true))
                    .setOut(new PrintWriter(said, true))
                    .execute(words.toArray(new String[0]));
            return new CommandOutput(code, said.toString());
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    /**
     * The same for another user: a line of input is a command, and words with {@code =} before its name are properties. For each a
     * line tells its exit code and what it said.
     */
    public static void main(String[] none) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = new ArrayList<>(List.of(line.split(" ")));
            Map<String, String> properties = new HashMap<>();
            while (words.get(0).contains("=")) {
                String[] pair = words.remove(0).split("=", 2);
                properties.put(pair[0], pair[1]);
            }
            CommandOutput said = run(properties, words);
            System.out.println("=== " + said.code() + " " + said.text().replace("\n", "\\n"));
        }
        System.exit(0);
    }
}
