package org.sekimori.web.staff;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.web.oidc.OidcClaims;
import org.sekimori.web.oidc.OidcClient;
import org.sekimori.web.oidc.OidcOutcome;
import org.sekimori.web.oidc.OidcProblem;

/** What the claims of the identity provider mean at the console: who a person is, and with which role. */
final class StaffOidc {

    private final StaffOidcSettings settings;
    private final StaffDirectory staff;
    private final @Nullable OidcClient client;

    /** What the claims mean. */
    sealed interface Meaning {}

    /** A person with a role. */
    record Person(StaffUser user) implements Meaning {}

    /** Nobody who may use the console. */
    record Nobody(OidcOutcome.Refused why) implements Meaning {}

    /** @param client null: staff are local users only */
    StaffOidc(StaffOidcSettings settings, StaffDirectory staff, @Nullable OidcClient client) {
        this.settings = settings;
        this.staff = staff;
        this.client = client;
    }

    /** The client of the provider; empty if staff are local users only. */
    Optional<OidcClient> client() {
        return Optional.ofNullable(client);
    }

    /** What the log-in page calls the provider; empty without a name. */
    String label() {
        return settings.label();
    }

    /** Who the claims speak of. */
    Meaning read(OidcClaims claims) {
        List<String> values;
        try {
            values = claims.texts(settings.rolesClaim());
        } catch (OidcClaims.ShapeException e) {
            return new Nobody(new OidcOutcome.Refused(OidcProblem.ROLE, String.valueOf(e.getMessage())));
        }
        @Nullable StaffRole role = settings.role(values);
        if (role == null) {
            return new Nobody(new OidcOutcome.Refused(
                    OidcProblem.ROLE,
                    "none of the " + values.size() + " values of the claim " + settings.rolesClaim()
                            + " means a role; the token has the claims " + claims.names()));
        }
        String name = claims.text(settings.nameClaim()).map(StaffUser::typed).orElse("");
        if (!StaffUser.isName(name)) {
            return new Nobody(new OidcOutcome.Refused(
                    OidcProblem.NAME, "the claim " + settings.nameClaim() + " is no name of a user"));
        }
        StaffUser user = StaffUser.ofProvider(name, role);
        return staff.find(StaffSession.of(user)).isPresent()
                ? new Person(user)
                : new Nobody(new OidcOutcome.Refused(OidcProblem.NAME, "a local user has the name " + name));
    }
}
