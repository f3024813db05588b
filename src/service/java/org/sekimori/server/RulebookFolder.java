package org.sekimori.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.VersionLock;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.stream.files.AtomicFileWriter;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.RulebookTrial.TrialLevel;

/**
 * The folder that an instance brings its rulebook from, and which one was last in it. The log says what is in force; the folder
 * counts again only when somebody has changed it, so a restart does not undo what was published or rolled back elsewhere.
 */
public record RulebookFolder(Path folder, List<String> home, Path seen) {

    static RulebookFolder of(SekimoriProperties settings) {
        return new RulebookFolder(
                settings.rules(), settings.home(), settings.data().resolve("rulebook.seen"));
    }

    /** What is in the folder, with the home countries that were named outside of it. */
    RulebookFiles read() throws RulebookException {
        return HomeCountryOverride.apply(RulebookFiles.read(folder), home);
    }

    /**
     * Has what is in the folder compiled and tested, and holds it to what {@code rules check} asks for.
     *
     * @throws RulebookException with everything that is wrong
     */
    LoadedRulebook check(RulebookTrial trial) throws RulebookException {
        RulebookFiles files = read();
        List<RulebookProblem> problems = unraised(files);
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        return LoadedRulebook.check(files, trial, TrialLevel.AGREEMENTS);
    }

    /**
     * What was changed under the same version; nothing where no versions are recorded.
     *
     * @throws RulebookException if the file with the versions cannot be used
     */
    List<RulebookProblem> unraised(RulebookFiles files) throws RulebookException {
        try {
            String lock = VersionLock.readText(folder);
            return lock == null ? List.of() : VersionLock.parse(lock).check(files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(RulebookFiles.VERSION_LOCK), e);
        }
    }

    /** What was {@link #remember remembered} last; null if nothing was. */
    public @Nullable String remembered() {
        try {
            String id = Files.exists(seen) ? Files.readString(seen).strip() : "";
            // Without content nothing is remembered, as on the first start.
            return id.isEmpty() ? null : id;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + seen, e);
        }
    }

    public void remember(String id) {
        try {
            AtomicFileWriter.write(seen, id + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + seen, e);
        }
    }
}
