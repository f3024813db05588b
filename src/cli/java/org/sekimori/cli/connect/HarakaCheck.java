package org.sekimori.cli.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.server.UserFacingException;

/** Whether Haraka runs Sekimori's plugin. */
final class HarakaCheck {

    private static final String PLUGIN = "sekimori";
    private static final String QUARANTINE = "queue/quarantine";

    private HarakaCheck() {}

    /**
     * Checks a configuration.
     *
     * @param folder of the installation, which holds {@code config} and {@code plugins}; null for the working folder
     */
    static List<CheckResult> run(@Nullable Path folder) {
        Path root = folder == null ? Path.of("") : folder;
        Path list = root.resolve("config").resolve("plugins");
        List<CheckResult> results = new ArrayList<>();
        List<String> plugins = lines(list);
        if (plugins.contains(PLUGIN)) {
            results.add(CheckResult.ok("the plugin is enabled in " + list));
            order(plugins, list, results);
        } else {
            results.add(CheckResult.missing(
                    "the plugin is not enabled",
                    "in " + list + ", after the plugin that logs customers in:\n  " + PLUGIN));
        }
        Path code = root.resolve("plugins").resolve(PLUGIN + ".js");
        if (!Files.isReadable(code)) {
            results.add(CheckResult.missing(
                    code + " is not there or cannot be read", "copy docs/connect/haraka/" + PLUGIN + ".js there"));
        }
        if (plugins.contains(PLUGIN) && !plugins.contains(QUARANTINE)) {
            results.add(CheckResult.warning(
                    "a message that is to be quarantined is deferred, because no plugin holds it",
                    "in " + list + ", before the plugins that queue:\n  " + QUARANTINE));
        }
        Path settings = root.resolve("config").resolve(PLUGIN + ".ini");
        if (!Files.isReadable(settings)) {
            results.add(CheckResult.missing(
                    settings + " is not there or cannot be read",
                    "copy docs/connect/haraka/" + PLUGIN + ".ini there, and write the API key into it"));
        } else if (hasLine(settings, "ask\\s*=\\s*false")) {
            results.add(
                    hasLine(settings, "topic\\s*=\\s*\\S+")
                            ? CheckResult.note("the plugin asks nothing and only reports, so decisions are advice")
                            : CheckResult.missing(
                                    settings + " says not to ask, and has no topic to report to",
                                    "remove ask=false, or write there:\n  [kafka]\n  topic=…\n  brokers=…"));
        } else if (!hasLine(settings, "key\\s*=\\s*\\S+")) {
            results.add(
                    CheckResult.missing(
                            settings + " has no API key",
                            "make one with the scopes decisions:write and events:write (docs/api.md), and write it there:\n  key=…"));
        }
        return results;
    }

    private static boolean hasLine(Path settings, String pattern) {
        return lines(settings).stream().anyMatch(line -> line.matches(pattern));
    }

    /** Haraka runs plugins of a hook in the order of the list. */
    private static void order(List<String> plugins, Path list, List<CheckResult> results) {
        int own = plugins.indexOf(PLUGIN);
        int auth = -1;
        for (int i = 0; i < plugins.size(); i++) {
            auth = plugins.get(i).startsWith("auth/") ? i : auth;
        }
        if (auth < 0) {
            results.add(CheckResult.missing(
                    "no plugin logs customers in, so nothing is decided",
                    "in " + list + ", such as:\n  auth/flat_file"));
        } else if (auth > own) {
            results.add(CheckResult.note("the plugin stands before " + plugins.get(auth) + "; both work in any order"));
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UserFacingException("cannot read " + file
                    + "; name Haraka's folder with --config, or run this command there (" + e.getMessage() + ")");
        }
    }
}
