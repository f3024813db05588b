package org.sekimori.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands one after the other in one process, for tests that need them run by another user: a process for each would take
 * minutes. A line of input is a command; words with {@code =} in front of the command's name are properties. After each command comes
 * its exit code and what it said of a failure.
 */
public final class ManyCommands {

    private ManyCommands() {}

    public static void main(String[] none) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = new ArrayList<>(List.of(line.split(" ")));
            List<String> properties = new ArrayList<>();
            while (words.get(0).contains("=")) {
                String[] pair = words.remove(0).split("=", 2);
                System.setProperty(pair[0], pair[1]);
                properties.add(pair[0]);
            }
            StringWriter said = new StringWriter();
            int code = Sekimori.commandLine()
                    .setErr(new PrintWriter(said, true))
                    .setOut(new PrintWriter(said, true))
                    .execute(words.toArray(new String[0]));
            properties.forEach(System::clearProperty);
            System.out.println("=== " + code + " " + said.toString().replace("\n", "\\n"));
        }
        System.exit(0);
    }
}
