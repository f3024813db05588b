package org.sekimori.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Output;
import org.sekimori.geo.OriginResolver;
import org.sekimori.geo.Whereabouts;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.stream.StandingRules;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where an address is, what says so, and what the rules would say to an account that submits from there. */
@RestController
class WhereController {

    private static final int MAX_ADDRESS = 100;
    private static final int MAX_NAME = 255;
    private static final Set<String> PARAMETERS = Set.of("address", "name", "account");

    private final OriginResolver origins;
    private final StandingRules rules;
    private final Account.Naming naming;
    private final Clock clock;

    WhereController(OriginResolver origins, StandingRules rules, Account.Naming naming, Clock clock) {
        this.origins = origins;
        this.rules = rules;
        this.naming = naming;
        this.clock = clock;
    }

    @GetMapping("/v1/where")
    Map<String, Object> where(HttpServletRequest request) {
        request.getParameterMap().keySet().forEach(name -> {
            if (!PARAMETERS.contains(name)) {
                throw Problems.field(name, "is not known here; there are address, name and account");
            }
        });
        @Nullable String address = parameter(request, "address", MAX_ADDRESS);
        if (address == null) {
            throw Problems.field("address", "is missing; give an IPv4 or IPv6 address, such as ?address=192.0.2.1");
        }
        @Nullable String name = parameter(request, "name", MAX_NAME);
        Whereabouts found;
        try {
            found = origins.explain(address, name);
        } catch (IllegalArgumentException e) {
            throw Problems.field("address", String.valueOf(e.getMessage()));
        }
        Map<String, Object> view = found.fields(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        @Nullable String named = parameter(request, "account", Account.MAX_LENGTH);
        if (named != null) {
            Account account = Caller.account(named, naming);
            view.put("account", SupposedView.of(supposed(account, found.address(), name, found.origin())));
        }
        return view;
    }

    /** What would be decided about one message to one recipient at this moment. Nothing is stored, and no count is touched. */
    private Decision supposed(Account account, String address, @Nullable String name, Origin origin) {
        MailEvent event = new MailEvent(
                "supposed-" + UUID.randomUUID(),
                clock.instant(),
                Kind.ATTEMPT,
                "",
                Channel.SUBMISSION,
                account,
                address,
                name,
                null,
                null,
                null,
                List.of(),
                1,
                0,
                null,
                null,
                null,
                null,
                false,
                origin);
        for (Output output : rules.submit(event)) {
            if (output instanceof Output.Decided decided) {
                return decided.decision();
            }
        }
        throw new IllegalStateException("a submission was not decided");
    }

    private static @Nullable String parameter(HttpServletRequest request, String name, int most) {
        String[] values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw Problems.field(name, "is given " + values.length + " times; once is enough");
        }
        return values == null || values[0].isEmpty() ? null : RequestFields.text(name, values[0], most);
    }
}
