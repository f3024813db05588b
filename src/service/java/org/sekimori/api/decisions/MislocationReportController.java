package org.sekimori.api.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.ReferenceCodeParser;
import org.sekimori.api.request.RequestFields;
import org.sekimori.engine.LogEntry;
import org.sekimori.geo.CountryCode;
import org.sekimori.mail.Account;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes reports of mislocated submissions. */
@RestController
public class MislocationReportController {

    private static final int MAX_COUNTRY = 10;
    private static final int MAX_REFERENCE = 40;

    private final CommandGateway gateway;
    private final MislocatedDecisionLookup decisions;
    private final Clock clock;
    private final Account.LoginNormalizer naming;

    MislocationReportController(
            CommandGateway gateway, MislocatedDecisionLookup decisions, Clock clock, Account.LoginNormalizer naming) {
        this.gateway = gateway;
        this.decisions = decisions;
        this.clock = clock;
        this.naming = naming;
    }

    /**
     * Result of a report.
     *
     * @param known always true: unknown decisions are refused
     * @param note that it was recorded before; null otherwise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reported(
            String account,
            String reference,
            boolean known,
            @Nullable String note) {}

    @PostMapping("/v1/misjudgements")
    ResponseEntity<Reported> report(HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("account", "reference", "country", "reason", "by"));
        String advice = "give the code that the customer reads out, such as K7QX-3M2P";
        String reference = ReferenceCodeParser.read("reference", fields.required("reference", MAX_REFERENCE, advice));
        String named = fields.required("account", Account.MAX_LENGTH, "give the SASL username");
        @Nullable String country = fields.text("country", MAX_COUNTRY);
        if (country != null && CountryCode.of(country) == null) {
            throw ApiProblems.field("country", "must be an ISO 3166 country code of two capital letters, such as JP");
        }
        @Nullable String reason = fields.text("reason", RequestFields.MAX_REASON);
        CommandMetadata c = CommandMetadata.of(
                request, CommandMetadata.account(named, naming), clock, fields.name("by", RequestFields.MAX_BY));
        MislocatedDecisionLookup.Found found = decisions.find(c.account(), reference, country);
        String note = found.reported()
                ? "was recorded before; nothing was changed"
                : gateway.execute(new LogEntry.MisjudgedOrigin(
                                c.id(),
                                c.account(),
                                c.time(),
                                c.by(),
                                c.channel(),
                                reference,
                                country,
                                reason == null ? "" : reason,
                                found.located()))
                        .problem();
        return ResponseEntity.ok()
                .header(CommandMetadata.IDEMPOTENCY_KEY, c.id())
                .body(new Reported(c.account().name(), reference, true, note.isEmpty() ? null : note));
    }
}
