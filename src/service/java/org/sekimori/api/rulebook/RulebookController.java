package org.sekimori.api.rulebook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestBodyReader;
import org.sekimori.api.request.RequestFields;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows, replaces and rolls back the active rulebook. */
@RestController
public class RulebookController {

    private static final Logger logger = LoggerFactory.getLogger(RulebookController.class);

    private static final int MAX_ID = 16;

    private final RulebookAdmin admin;

    RulebookController(RulebookAdmin admin) {
        this.admin = admin;
    }

    @GetMapping("/v1/rulebook")
    RulebookView show() {
        return RulebookView.of(admin.state(), admin.recentCounts());
    }

    @GetMapping("/v1/rulebooks/{id}")
    RulebookFilesView text(@PathVariable String id) {
        return admin.files(id)
                .map(files -> new RulebookFilesView(id, files.files()))
                .orElseThrow(() -> ApiProblems.missing(
                        "rulebook", "the log has none with the id " + RequestFields.text("id", id, 64)));
    }

    @PutMapping("/v1/rulebook")
    RulebookView publish(HttpServletRequest request) {
        return publish(request, false);
    }

    @PutMapping("/v1/rulebook/candidate")
    RulebookView publishCandidate(HttpServletRequest request) {
        return publish(request, true);
    }

    private RulebookView publish(HttpServletRequest request, boolean asCandidate) {
        RequestFields fields = RequestFields.of(request, Set.of("files", "by"), RequestBodyReader.MOST_BYTES);
        RulebookFiles files = new RulebookFiles(fields.texts("files", RulebookFiles.MAX_BYTES));
        try {
            return view(admin.publish(files, asCandidate, by(fields)));
        } catch (RulebookException e) {
            throw ApiProblems.rulebook(e.problems());
        } catch (IllegalStateException e) {
            throw silent(e);
        }
    }

    @PostMapping("/v1/rulebook/rollback")
    RulebookView rollback(HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("to", "by"));
        try {
            return view(admin.rollback(fields.text("to", MAX_ID), by(fields)));
        } catch (IllegalArgumentException e) {
            throw ApiProblems.refused(String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw silent(e);
        }
    }

    @DeleteMapping("/v1/rulebook/candidate")
    RulebookView dropCandidate(@RequestParam @Nullable String by, HttpServletRequest request) {
        RequestFields.of(request, Set.of());
        try {
            return view(admin.dropCandidate(by(RequestFields.name("by", by, RequestFields.MAX_BY))));
        } catch (IllegalStateException e) {
            throw silent(e);
        }
    }

    private static RuntimeException silent(IllegalStateException e) {
        logger.warn("The rulebook in force was not changed: {}", e.getMessage());
        return ApiProblems.unavailable(String.valueOf(e.getMessage()));
    }

    private RulebookView view(RulebookAdmin.RulebookState state) {
        return RulebookView.of(state, admin.recentCounts());
    }

    private static String by(RequestFields fields) {
        return by(fields.name("by", RequestFields.MAX_BY));
    }

    private static String by(@Nullable String person) {
        String key = CommandMetadata.key().name();
        return person == null ? key : person + " via " + key;
    }
}
