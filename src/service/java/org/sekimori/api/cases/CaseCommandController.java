package org.sekimori.api.cases;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.ReferenceCodeParser;
import org.sekimori.api.request.RequestFields;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.Account;
import org.sekimori.text.QuotedText;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Opens cases by report and moves them to their end. Changes name the version of the case that they are based on. */
@RestController
public class CaseCommandController {

    private static final int MAX_WORD = 40;
    private static final String HOW_KNOWN = "say how it is known";

    private final CommandGateway gateway;
    private final CaseLookup lookup;
    private final Clock clock;
    private final Account.LoginNormalizer naming;

    CaseCommandController(CommandGateway gateway, CaseLookup lookup, Clock clock, Account.LoginNormalizer naming) {
        this.gateway = gateway;
        this.lookup = lookup;
        this.clock = clock;
        this.naming = naming;
    }

    @PostMapping("/v1/cases")
    ResponseEntity<CaseCommandResponse> open(HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("account", "reason", "reference", "by"));
        Account account = CommandMetadata.account(
                fields.required("account", Account.MAX_LENGTH, "name the SASL username"), naming);
        String reason = fields.required("reason", RequestFields.MAX_REASON, "say what was reported");
        @Nullable String typed = fields.text("reference", MAX_WORD);
        String reference = typed == null ? "" : ReferenceCodeParser.read("reference", typed);
        CaseCommand.Header head = head(CommandMetadata.of(request, account, clock, by(fields)), null, null);
        CaseCommand command = new CaseCommand.Report(head, reference, reason);
        CommandResult done = gateway.execute(new LogEntry.CaseRequest(command));
        boolean fresh = Objects.requireNonNull(done.about()).version() == 1;
        return CaseCommandResponse.answer(fresh ? 201 : 200, command, done);
    }

    @PostMapping("/v1/cases/{id}/move")
    ResponseEntity<CaseCommandResponse> move(@PathVariable String id, HttpServletRequest request) {
        CaseRequest command = command(id, request, "to", "reason");
        String word = command.fields().required("to", MAX_WORD, "write notified, cleaned or password_changed");
        @Nullable State to = State.of(word);
        if (to != State.NOTIFIED && to != State.CLEANED && to != State.PASSWORD_CHANGED) {
            throw ApiProblems.field(
                    "to",
                    "must be notified, cleaned or password_changed, not " + QuotedText.of(word)
                            + "; to release, close or reopen a case there are calls of their own");
        }
        String reason = optional(command, "reason");
        return carryOut(new CaseCommand.Move(versioned(command), to, reason));
    }

    @PostMapping("/v1/cases/{id}/assign")
    ResponseEntity<CaseCommandResponse> assign(@PathVariable String id, HttpServletRequest request) {
        CaseRequest command = command(id, request, "assignee");
        if (!command.fields().has("assignee")) {
            throw ApiProblems.field("assignee", "is missing; name who follows the case, or write null for nobody");
        }
        @Nullable String assignee = command.fields().name("assignee", RequestFields.MAX_BY);
        return carryOut(new CaseCommand.Assign(versioned(command), assignee));
    }

    @PostMapping("/v1/cases/{id}/comment")
    ResponseEntity<CaseCommandResponse> comment(@PathVariable String id, HttpServletRequest request) {
        String code = ReferenceCodeParser.read("id", id);
        RequestFields fields = RequestFields.of(request, Set.of("account", "text", "by"));
        String text = fields.required("text", RequestFields.MAX_REASON, "write one line");
        return carryOut(new CaseCommand.Comment(head(new CaseRequest(code, fields, request), null), text));
    }

    /** What the desk did with the mail in quarantine, at the mail server. It needs no version, because it changes nothing else. */
    @PostMapping("/v1/cases/{id}/quarantine")
    ResponseEntity<CaseCommandResponse> quarantine(@PathVariable String id, HttpServletRequest request) {
        String code = ReferenceCodeParser.read("id", id);
        RequestFields fields = RequestFields.of(request, Set.of("account", "action", "messages", "references", "by"));
        String action = fields.required("action", MAX_WORD, "write released or deleted");
        if (!action.equals("released") && !action.equals("deleted")) {
            throw ApiProblems.field("action", "must be released or deleted, not " + QuotedText.of(action));
        }
        @Nullable Integer messages = fields.number("messages", 1, CaseCommand.ClearQuarantine.MOST_MESSAGES);
        List<String> references = fields.has("references") ? references(fields) : List.of();
        if (messages == null && references.isEmpty()) {
            throw ApiProblems.field("messages", "is missing; say how many were released or deleted");
        }
        if (messages != null && !references.isEmpty() && messages != references.size()) {
            throw ApiProblems.field(
                    "messages", "must be the number of the references, " + references.size() + ", or be left out");
        }
        return carryOut(new CaseCommand.ClearQuarantine(
                head(new CaseRequest(code, fields, request), null),
                action.equals("deleted"),
                messages == null ? references.size() : messages,
                references));
    }

    private static List<String> references(RequestFields fields) {
        return fields.list("references", CaseCommand.ClearQuarantine.MOST_NAMED, MAX_WORD).stream()
                .map(one -> ReferenceCodeParser.read("references", one))
                .distinct()
                .toList();
    }

    @PostMapping("/v1/cases/{id}/release")
    ResponseEntity<CaseCommandResponse> release(@PathVariable String id, HttpServletRequest request) {
        CaseRequest command = command(id, request, "reason");
        @Nullable String reason = command.fields().text("reason", RequestFields.MAX_REASON);
        boolean vouched = CommandMetadata.isBackedByPerson(by(command.fields()), reason);
        return carryOut(new CaseCommand.Release(versioned(command), vouched, reason == null ? "" : reason));
    }

    @PostMapping("/v1/cases/{id}/close")
    ResponseEntity<CaseCommandResponse> close(@PathVariable String id, HttpServletRequest request) {
        CaseRequest command = command(id, request, "outcome", "reason");
        String word = command.fields().required("outcome", MAX_WORD, "write confirmed or false_positive");
        @Nullable Outcome outcome = Outcome.of(word);
        if (outcome == null) {
            throw ApiProblems.field("outcome", "must be confirmed or false_positive, not " + QuotedText.of(word));
        }
        String reason = command.fields().required("reason", RequestFields.MAX_REASON, HOW_KNOWN);
        return carryOut(new CaseCommand.Close(
                versioned(command), outcome, CommandMetadata.isBackedByPerson(by(command.fields()), reason), reason));
    }

    @PostMapping("/v1/cases/{id}/reopen")
    ResponseEntity<CaseCommandResponse> reopen(@PathVariable String id, HttpServletRequest request) {
        CaseRequest command = command(id, request, "reason");
        String reason = command.fields().required("reason", RequestFields.MAX_REASON, "say what has come up");
        return carryOut(new CaseCommand.Reopen(versioned(command), reason));
    }

    /** A request on a case. */
    private record CaseRequest(String code, RequestFields fields, HttpServletRequest request) {}

    private static CaseRequest command(String id, HttpServletRequest request, String... more) {
        String code = ReferenceCodeParser.read("id", id);
        Set<String> known = new TreeSet<>(Set.of("account", "by", CaseVersionPrecondition.FIELD));
        known.addAll(Set.of(more));
        return new CaseRequest(code, RequestFields.of(request, known), request);
    }

    private static String optional(CaseRequest command, String field) {
        @Nullable String text = command.fields().text(field, RequestFields.MAX_REASON);
        return text == null ? "" : text;
    }

    private static @Nullable String by(RequestFields fields) {
        return fields.name("by", RequestFields.MAX_BY);
    }

    private CaseCommand.Header versioned(CaseRequest command) {
        return head(command, CaseVersionPrecondition.required(command.request(), command.fields()));
    }

    private CaseCommand.Header head(CaseRequest command, @Nullable Integer version) {
        @Nullable String named = command.fields().text("account", Account.MAX_LENGTH);
        Account account = named == null ? lookup.owner(command.code()) : CommandMetadata.account(named, naming);
        return head(
                CommandMetadata.of(command.request(), account, clock, by(command.fields())), command.code(), version);
    }

    private static CaseCommand.Header head(CommandMetadata metadata, @Nullable String code, @Nullable Integer version) {
        return new CaseCommand.Header(
                metadata.id(), metadata.account(), metadata.time(), metadata.by(), metadata.channel(), code, version);
    }

    private ResponseEntity<CaseCommandResponse> carryOut(CaseCommand command) {
        return CaseCommandResponse.answer(200, command, gateway.execute(new LogEntry.CaseRequest(command)));
    }
}
