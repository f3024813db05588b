package org.sekimori.cli.rulebook;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.server.UserFacingException;
import tools.jackson.databind.JsonNode;

/** What a rulebook's rules ask of the lists of the one service that this user runs. */
final class ServiceLists {

    private ServiceLists() {}

    /** Warnings of lists on which nothing is; none if no service runs here, several do, or it cannot be asked. */
    static List<RulebookProblem> unknown(RulebookFiles files) {
        try {
            return unknown(files, new ApiClient(new ServiceOptions()));
        } catch (UserFacingException e) {
            // A rulebook is checked without a service, too.
            return List.of();
        }
    }

    /**
     * Warnings of lists on which nothing is.
     *
     * @throws UserFacingException if the service cannot be asked
     */
    static List<RulebookProblem> unknown(RulebookFiles files, ApiClient service) {
        if (files.files().values().stream().noneMatch(text -> text.contains("listed("))) {
            return List.of();
        }
        Set<String> names = new TreeSet<>();
        for (JsonNode list : service.get("/v1/lists").path("lists")) {
            names.add(list.path("list").asString(""));
        }
        return RulebookCheck.unknownLists(files, names);
    }
}
