package org.sekimori.api.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestFields;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Releases many accounts independently: one refusal does not stop the others. */
@RestController
public class BulkReleaseController {

    private static final int MOST_ACCOUNTS = 1000;
    private static final int MAX_BYTES = 512 * 1024;

    private final CommandGateway gateway;
    private final AccountStatus status;
    private final Clock clock;
    private final Account.LoginNormalizer naming;

    BulkReleaseController(CommandGateway gateway, AccountStatus status, Clock clock, Account.LoginNormalizer naming) {
        this.gateway = gateway;
        this.status = status;
        this.clock = clock;
        this.naming = naming;
    }

    /** Results in the order of the request. */
    private record BulkReleaseResult(int released, int refused, List<Outcome> accounts) {}

    /**
     * Result for one account.
     *
     * @param problem why it was not released
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Outcome(
            String account, boolean released, @Nullable String problem) {}

    @PostMapping("/v1/holds/release")
    ResponseEntity<BulkReleaseResult> release(HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("accounts", "reason", "by"), MAX_BYTES);
        List<String> named = fields.list("accounts", MOST_ACCOUNTS, Account.MAX_LENGTH);
        @Nullable String reason = fields.text("reason", RequestFields.MAX_REASON);
        @Nullable String by = fields.name("by", RequestFields.MAX_BY);
        boolean vouched = CommandMetadata.isBackedByPerson(by, reason);
        String key = CommandMetadata.commandId(request);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        Map<String, HoldCommand> commands = new LinkedHashMap<>();
        for (String raw : named) {
            try {
                Account account = CommandMetadata.existingAccount(
                        raw, naming, name -> status.hold(name).isPresent());
                CommandMetadata c = CommandMetadata.of(request, account, clock, by);
                String name = c.account().name();
                commands.put(
                        name,
                        new HoldCommand.Release(
                                key + ":" + name,
                                c.account(),
                                c.time(),
                                c.by(),
                                c.channel(),
                                vouched,
                                reason == null ? "" : reason));
                outcomes.put(name, new Outcome(name, false, null));
            } catch (ErrorResponseException e) {
                outcomes.put(raw, new Outcome(raw, false, e.getBody().getDetail()));
            }
        }
        carryOut(List.copyOf(commands.values())).forEach(outcome -> outcomes.put(outcome.account(), outcome));
        long released = outcomes.values().stream().filter(Outcome::released).count();
        return ResponseEntity.ok()
                .header(CommandMetadata.IDEMPOTENCY_KEY, key)
                .body(new BulkReleaseResult(
                        Math.toIntExact(released),
                        Math.toIntExact(outcomes.size() - released),
                        List.copyOf(outcomes.values())));
    }

    private List<Outcome> carryOut(List<HoldCommand> commands) {
        List<Optional<CommandResult>> done = gateway.executeAll(
                commands.stream().map(LogEntry.HoldRequest::new).toList());
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            String account = commands.get(i).account().name();
            outcomes.add(done.get(i)
                    .map(one -> new Outcome(account, one.done(), one.done() ? null : one.problem()))
                    .orElseGet(() -> new Outcome(account, false, silent())));
        }
        return outcomes;
    }

    private String silent() {
        return "the log did not answer within " + gateway.timeout().toSeconds()
                + " s; it may still be released, repeat the request with the same Idempotency-Key";
    }
}
