package org.sekimori.api.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.cases.CaseCommand;
import org.sekimori.engine.StepOutput.CaseAfterCommand;
import org.sekimori.engine.StepOutput.CommandResult;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * A case after a command. The answer precedes the projection.
 *
 * @param outcome of a case that the command closed, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CaseCommandResponse(
        String account,
        String id,
        String state,
        int version,
        @Nullable String outcome) {

    /** The answer to a command that was carried out. */
    static ResponseEntity<CaseCommandResponse> answer(int status, CaseCommand command, CommandResult done) {
        CaseAfterCommand about = Objects.requireNonNull(done.about(), "a command about a case tells of the case");
        String outcome =
                command instanceof CaseCommand.Close close ? close.outcome().word() : null;
        return ResponseEntity.status(status)
                .header(CommandMetadata.IDEMPOTENCY_KEY, command.id())
                .header(HttpHeaders.ETAG, ApiProblems.versionTag(about.version()))
                .body(new CaseCommandResponse(
                        command.account().name(), about.caseId(), about.state(), about.version(), outcome));
    }
}
