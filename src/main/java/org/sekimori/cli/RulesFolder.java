package org.sekimori.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.HomeOverride;
import org.sekimori.rules.Problem;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.rules.VersionLock;
import org.sekimori.stream.SmallFile;

/**
 * The folder that an instance brings its rulebook from, and which one was last in it. The log says what is in force; the folder
 * counts again only when somebody has changed it, so a restart does not undo what was published or rolled back elsewhere.
 */
record RulesFolder(Path folder, List<String> home, Path seen) {

    static RulesFolder of(Settings settings) {
        return new RulesFolder(
                settings.rules(), settings.home(), settings.data().resolve("rulebook.seen"));
    }

    /** What is in the folder, with the home countries that were named outside of it. */
    RulebookFiles read() throws RulebookException {
        return HomeOverride.apply(RulebookFiles.read(folder), home);
    }

    /**
     * Compiles what is in the folder, runs its cases, and holds it to what {@code rules check} asks for.
     *
     * @throws RulebookException with everything that is wrong
     */
    LoadedRulebook check() throws RulebookException {
        RulebookFiles files = read();
        LoadedRulebook loaded = LoadedRulebook.check(files);
        Rulebook rulebook = loaded.rulebook();
        List<Problem> problems = new ArrayList<>(RulebookCheck.agreements(files, rulebook));
        problems.addAll(unraised(files, rulebook));
        if (!problems.isEmpty()) {
            rulebook.close();
            throw new RulebookException(problems);
        }
        return loaded;
    }

    /** What was changed under the same version; nothing where no versions are recorded. */
    private List<Problem> unraised(RulebookFiles files, Rulebook rulebook) throws RulebookException {
        try {
            return Files.exists(folder.resolve(VersionLock.FILE))
                    ? VersionLock.read(folder).check(files, rulebook.specs().values())
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(VersionLock.FILE), e);
        }
    }

    /** What was {@link #remember remembered} last; null if nothing was. */
    @Nullable
    String remembered() {
        try {
            String id = Files.exists(seen) ? Files.readString(seen).strip() : "";
            // Without content nothing is remembered, as on the first start.
            return id.isEmpty() ? null : id;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + seen, e);
        }
    }

    void remember(String id) {
        try {
            SmallFile.write(seen, id + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + seen, e);
        }
    }
}
