package org.sekimori.web.rules;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The text of the active rulebook and what its rules read and leave. Reading it reads the log, so the last one is kept. */
@Component
final class ActiveRulebookText {

    private static final Logger logger = LoggerFactory.getLogger(ActiveRulebookText.class);

    private final RulebookAdmin admin;
    private volatile @Nullable Known known;

    /** A rulebook by its id. */
    record Known(String id, RulebookFiles files, RuleGraph graph) {}

    ActiveRulebookText(RulebookAdmin admin) {
        this.admin = admin;
    }

    /** Empty if the log cannot give it at the moment. */
    Optional<Known> read() {
        String id = admin.state().rulebook().id();
        @Nullable Known before = known;
        if (before != null && before.id().equals(id)) {
            return Optional.of(before);
        }
        try {
            @Nullable RulebookFiles files = admin.files(id).orElse(null);
            if (files == null) {
                return Optional.empty();
            }
            Known read = new Known(id, files, RuleGraph.of(files));
            known = read;
            return Optional.of(read);
        } catch (IllegalStateException | RulebookException e) {
            logger.warn("The text of the rulebook cannot be shown: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
