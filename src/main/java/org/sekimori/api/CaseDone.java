package org.sekimori.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseCommand;
import org.sekimori.engine.Output.About;
import org.sekimori.engine.Output.CommandDone;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * What a case is after a command. The answer comes before the lists know the rest.
 *
 * @param outcome of a case that was closed by the command, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CaseDone(
        String account,
        String id,
        String state,
        int version,
        @Nullable String outcome) {

    /** The answer to a command that was carried out. */
    static ResponseEntity<CaseDone> answer(int status, CaseCommand command, CommandDone done) {
        About about = Objects.requireNonNull(done.about(), "a command about a case tells of the case");
        String outcome =
                command instanceof CaseCommand.Close close ? close.outcome().word() : null;
        return ResponseEntity.status(status)
                .header(Caller.IDEMPOTENCY_KEY, command.id())
                .header(HttpHeaders.ETAG, CaseVersion.tag(about.version()))
                .body(new CaseDone(command.account().name(), about.caseId(), about.state(), about.version(), outcome));
    }
}
