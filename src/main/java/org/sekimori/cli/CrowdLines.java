package org.sekimori.cli;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which decisions of the demo are shown: all of the few people, and of the crowd only what a refusal or flag says anew. */
final class CrowdLines {

    private final Set<String> shown = new HashSet<>();

    boolean shows(JsonNode decision) {
        String account = decision.path("account").asString();
        if (!Crowd.member(account)) {
            return true;
        }
        String verdict = decision.path("verdict").asString();
        boolean notable = !verdict.equals("accept") || !decision.path("flags").isEmpty();
        String said = account + verdict + decision.path("findings").path(0).path("rule") + decision.path("flags");
        return notable && shown.add(said);
    }
}
