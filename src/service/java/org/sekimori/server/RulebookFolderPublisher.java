package org.sekimori.server;

import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Publishes the rules folder after each change, if configured. Compares contents rather than times, so it works on every file
 * system and with every way of saving; a change counts once two polls in a row see the same.
 */
class RulebookFolderPublisher {

    private static final Logger log = LoggerFactory.getLogger(RulebookFolderPublisher.class);

    private final RulebookFolder folder;
    private final RulebookAdmin admin;
    private String handled;
    private @Nullable String settling;
    private List<RulebookProblem> complained = List.of();

    /**
     * @param handled id of the folder's rulebook when the service started
     */
    RulebookFolderPublisher(RulebookFolder folder, RulebookAdmin admin, String handled) {
        this.folder = folder;
        this.admin = admin;
        this.handled = handled;
        log.info("Changes in {} are published", folder.folder());
    }

    @Scheduled(fixedDelayString = "${sekimori.rules-poll:1s}")
    void poll() {
        RulebookFiles files;
        try {
            files = folder.read();
        } catch (RulebookException e) {
            complain(e.problems());
            return;
        } catch (UncheckedIOException e) {
            // A folder that is not mounted, unreadable, or being replaced; a later poll may find it.
            complain(List.of(new RulebookProblem(".", 0, String.valueOf(e.getMessage()))));
            return;
        }
        String id = files.id();
        if (id.equals(handled)) {
            settling = null;
            if (!complained.isEmpty()) {
                complained = List.of();
                admin.withdrawRefusal(by());
            }
        } else if (id.equals(settling)) {
            settling = null;
            handled = id;
            publish(files);
        } else {
            settling = id;
        }
    }

    private void complain(List<RulebookProblem> problems) {
        if (!problems.equals(complained)) {
            complained = problems;
            admin.recordRefusal(by(), "", problems);
        }
    }

    private void publish(RulebookFiles files) {
        complained = List.of();
        try {
            List<RulebookProblem> problems = folder.unraised(files);
            if (!problems.isEmpty()) {
                admin.recordRefusal(by(), files.id(), problems);
                return;
            }
            admin.publish(files, false, by());
            folder.remember(files.id());
        } catch (RulebookException e) {
            // RulebookAdmin has recorded and logged it; the folder is checked again after a change.
            log.debug("Not published: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("The rulebook in {} was not published and is tried again: {}", folder.folder(), e.toString());
            handled = "";
        }
    }

    private String by() {
        return "folder " + folder.folder();
    }
}
