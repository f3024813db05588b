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
 * The folder of an instance's rulebook, and the rulebook last seen in it. The log decides which rulebook is active; the folder
 * counts again only after a change, so a restart does not undo a publication or rollback made elsewhere.
 */
public record RulebookFolder(Path folder, List<String> home, Path seen) {

    static RulebookFolder of(SekimoriProperties settings) {
        return new RulebookFolder(
                settings.rules(), settings.home(), settings.data().resolve("rulebook.seen"));
    }

    /** The folder's files, with home countries set outside of it. */
    RulebookFiles read() throws RulebookException {
        return HomeCountryOverride.apply(RulebookFiles.read(folder), home);
    }

    /**
     * Compiles and tests the folder's rulebook, and applies the checks of {@code rules check}.
     *
     * @throws RulebookException with all problems
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
     * Rules changed under the same version; empty where no versions are recorded.
     *
     * @throws RulebookException if the lock file is unusable
     */
    List<RulebookProblem> unraised(RulebookFiles files) throws RulebookException {
        try {
            String lock = VersionLock.readText(folder);
            return lock == null ? List.of() : VersionLock.parse(lock).check(files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(RulebookFiles.VERSION_LOCK), e);
        }
    }

    /** The id that was {@link #remember remembered} last; null without one. */
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
