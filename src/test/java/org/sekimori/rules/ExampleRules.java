package org.sekimori.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** The worked examples of {@code docs/examples/rules}: rules with the numbers and texts that they need. */
public final class ExampleRules {

    /** Where they lie: rules in their folders, thresholds and texts in a file each. */
    public static final Path FOLDER = Path.of("docs/examples/rules");

    private static final String THRESHOLDS = "  thresholds:\n";

    private ExampleRules() {}

    /**
     * Never closed: rulebooks with the same rules share what was compiled. So this process compiles all of these rules once, whatever
     * policies the tests of several classes put beside them.
     */
    private static final class Shared {
        private static @Nullable Rulebook open;

        private static synchronized void open(RulebookFiles files) throws RulebookException {
            if (open == null) {
                open = Rulebook.compile(files);
            }
        }
    }

    /** The shipped rulebook and all examples, compiled once for all who compile them. */
    public static RulebookFiles onTopOfTheShipped() throws IOException, RulebookException {
        RulebookFiles all = RulebookFiles.read(Path.of("rules"));
        for (Map.Entry<String, String> file : RulebookFiles.read(FOLDER).files().entrySet()) {
            String name = file.getKey();
            if (name.contains("/") && !name.startsWith("messages/")) {
                all = all.with(name, file.getValue());
            }
        }
        for (String language : new String[] {"en", "ja"}) {
            String name = "messages/" + language + ".properties";
            all = all.with(name, all.files().get(name) + Files.readString(FOLDER.resolve(name)));
        }
        RulebookFiles files = withThresholds(all);
        Shared.open(files);
        return files;
    }

    /** A rulebook with the thresholds of the examples beside its own. */
    static RulebookFiles withThresholds(RulebookFiles files) throws IOException {
        String policy = files.files().getOrDefault(DomainPolicies.FILE, "");
        String lines = Files.readString(FOLDER.resolve("thresholds.yml")).indent(4);
        return files.with(DomainPolicies.FILE, policy.replace(THRESHOLDS, THRESHOLDS + lines));
    }
}
