package org.sekimori.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sekimori.rules.HomeOverride;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;

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
     * Whether this is another rulebook than the one that was {@link #remember remembered}. Not if none was: an instance that
     * joins others must not put its folder in the place of what they decide by.
     */
    boolean changed(String id) {
        try {
            return Files.exists(seen) && !Files.readString(seen).strip().equals(id);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + seen, e);
        }
    }

    void remember(String id) {
        try {
            Files.createDirectories(seen.toAbsolutePath().getParent());
            Files.writeString(seen, id + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + seen, e);
        }
    }
}
