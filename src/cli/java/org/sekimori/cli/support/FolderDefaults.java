package org.sekimori.cli.support;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.sekimori.server.EmptyEnvironmentVariables;
import org.sekimori.server.Installation;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The folders that options mean if none is named: those of the {@link Installation}. */
public final class FolderDefaults {

    /** Folders that come with the program, each with a file by which one is known. */
    private static final Map<String, String> KNOWN = Map.of("rules", "policy.yml", "dashboards", "ja.properties");

    private FolderDefaults() {}

    /**
     * Gives options their folders: whatever has {@code rules} as its default follows {@code SEKIMORI_RULES} and then {@link
     * Installation#folder}.
     */
    public static IDefaultValueProvider provider() {
        return (ArgSpec option) -> {
            String name = String.valueOf(option.defaultValue());
            if (!KNOWN.containsKey(name)) {
                return null;
            }
            String variable = name.equals("rules") ? System.getenv("SEKIMORI_RULES") : null;
            return EmptyEnvironmentVariables.isEmpty(variable)
                    ? Installation.folder(name).toString()
                    : variable;
        };
    }

    /** Says so where somebody stands in a folder that has such a folder itself, and may have meant that one. */
    public static void warnOfFoldersHere(ParseResult parsed, PrintWriter err) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        for (OptionSpec option : last.commandSpec().options()) {
            String name = String.valueOf(option.defaultValue());
            String file = KNOWN.get(name);
            if (file != null
                    && !Installation.usesCurrentFolder()
                    && !last.hasMatchedOption(option)
                    && Files.exists(Path.of(name, file))) {
                err.println("sekimori: taking " + Installation.folder(name) + "; the current folder has " + name
                        + ", too, which is named with " + option.longestName() + " " + name);
                err.flush();
            }
        }
    }
}
