package org.sekimori.api.decisions;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestFields;
import org.sekimori.engine.StepOutput;
import org.sekimori.geo.OriginExplanation;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.stream.LocalDecisionMaker;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Resolves an address, explains the result, and shows the rules' hypothetical decision on an account that submits from there. */
@RestController
public class OriginLookupController {

    private static final int MAX_ADDRESS = 100;
    private static final int MAX_NAME = 255;
    private static final Set<String> PARAMETERS = Set.of("address", "name", "account");

    private final OriginResolver origins;
    private final LocalDecisionMaker rules;
    private final Account.LoginNormalizer naming;
    private final Clock clock;

    OriginLookupController(
            OriginResolver origins, LocalDecisionMaker rules, Account.LoginNormalizer naming, Clock clock) {
        this.origins = origins;
        this.rules = rules;
        this.naming = naming;
        this.clock = clock;
    }

    @GetMapping("/v1/where")
    Map<String, Object> where(HttpServletRequest request) {
        request.getParameterMap().keySet().forEach(name -> {
            if (!PARAMETERS.contains(name)) {
                throw ApiProblems.field(name, "is not known here; there are address, name and account");
            }
        });
        @Nullable String address = parameter(request, "address", MAX_ADDRESS);
        if (address == null) {
            throw ApiProblems.field("address", "is missing; give an IPv4 or IPv6 address, such as ?address=192.0.2.1");
        }
        @Nullable String name = parameter(request, "name", MAX_NAME);
        OriginExplanation found;
        try {
            found = origins.explain(address, name);
        } catch (IllegalArgumentException e) {
            throw ApiProblems.field("address", String.valueOf(e.getMessage()));
        }
        Map<String, Object> view = found.fields(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        @Nullable String named = parameter(request, "account", Account.MAX_LENGTH);
        if (named != null) {
            Account account = CommandMetadata.account(named, naming);
            view.put("account", HypotheticalDecisionView.of(supposed(account, found.address(), name, found.origin())));
        }
        return view;
    }

    /** The hypothetical decision on one message to one recipient now. Stores and counts nothing. */
    private Decision supposed(Account account, String address, @Nullable String name, Origin origin) {
        MailEvent event = MailEvent.builder(
                        "supposed-" + UUID.randomUUID(), clock.instant(), EventKind.ATTEMPT, account)
                .clientAddress(address)
                .clientName(name)
                .recipientCount(1)
                .origin(origin)
                .build();
        for (StepOutput output : rules.submit(event)) {
            if (output instanceof StepOutput.DecisionMade decided) {
                return decided.decision();
            }
        }
        throw new IllegalStateException("a submission was not decided");
    }

    private static @Nullable String parameter(HttpServletRequest request, String name, int most) {
        String[] values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw ApiProblems.field(name, "is given " + values.length + " times; once is enough");
        }
        return values == null || values[0].isEmpty() ? null : RequestFields.text(name, values[0], most);
    }
}
