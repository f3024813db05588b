package org.sekimori.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.source.KnownFalsePositives;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/**
 * The shipped rulebook with a few of its rules, for tests that need no others: it is checked and compiled in a tenth of the time. Policy,
 * texts and weights are the shipped ones; files that name rules which are gone are left out.
 */
public final class SomeShippedRules {

    private SomeShippedRules() {}

    /** The rulebook with the rules of these ids. */
    public static RulebookFiles of(String... ids) throws RulebookException {
        SortedMap<String, String> all =
                new TreeMap<>(RulebookFiles.read(Path.of("rules")).files());
        all.remove(KnownFalsePositives.FILE);
        all.remove(FollowUpPolicy.FILE);
        Set<String> wanted = Set.of(ids);
        String spec = "/" + RuleMetadata.FILE;
        Set<String> gone = all.keySet().stream()
                .filter(file -> file.endsWith(spec))
                .map(file -> file.substring(0, file.length() - spec.length()))
                .filter(folder -> !wanted.contains(folder.substring(folder.lastIndexOf('/') + 1)))
                .map(folder -> folder + "/")
                .collect(Collectors.toSet());
        all.keySet().removeIf(file -> gone.stream().anyMatch(file::startsWith));
        return new RulebookFiles(all);
    }

    /** Writes it into a folder, with the recorded versions of its rules. */
    public static void write(Path folder, String... ids) throws IOException {
        try {
            for (Map.Entry<String, String> file : of(ids).files().entrySet()) {
                Path to = folder.resolve(file.getKey());
                Files.createDirectories(to.resolveSibling("."));
                Files.writeString(to, file.getValue());
            }
        } catch (RulebookException e) {
            throw new IOException(e);
        }
        Set<String> wanted = Set.of(ids);
        Files.write(
                folder.resolve(RulebookFiles.VERSION_LOCK),
                Files.readAllLines(Path.of("rules", RulebookFiles.VERSION_LOCK)).stream()
                        .filter(line -> line.startsWith("#") || wanted.contains(line.split(" ", 2)[0]))
                        .toList());
    }
}
