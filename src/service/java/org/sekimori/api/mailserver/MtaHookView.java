package org.sekimori.api.mailserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.mtahook.MtaHookAction;

/**
 * An action as Stalwart reads it.
 *
 * @param response the reply to the client; null: the server's own
 * @param modifications changes of the message; empty: none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MtaHookView(String action, @Nullable Response response, List<Modification> modifications) {

    private static final String HEADER = "X-Sekimori-Quarantine";

    /**
     * @param enhancedStatus under the name that Stalwart's code reads
     */
    record Response(
            int status, @JsonProperty("enhanced_status") String enhancedStatus, String message, boolean disconnect) {}

    record Modification(String type, String name, String value) {}

    static MtaHookView of(MtaHookAction action) {
        String header = action.header();
        return new MtaHookView(
                action.word(),
                action.status() == 0
                        ? null
                        : new Response(action.status(), action.enhancedStatus(), action.message(), false),
                header == null ? List.of() : List.of(new Modification("addHeader", HEADER, header)));
    }
}
