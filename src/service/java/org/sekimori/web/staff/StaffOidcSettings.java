package org.sekimori.web.staff;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.web.oidc.OidcSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Log-in of staff by an OpenID Connect provider; off without an issuer.
 *
 * @param issuer as the provider writes it; null: staff are local users only
 * @param clientId of the console at the provider
 * @param clientSecretFile file with the client's secret
 * @param address under which staff reach the console, without a path
 * @param label what the log-in page calls the provider; empty: single sign-on
 * @param scope beside {@code openid}
 * @param nameClaim claim with the person's name, which must be the same person's for ever
 * @param rolesClaim claim with roles or groups
 * @param analyst its values for the role of the same name; likewise {@code desk} and {@code admin}; the highest counts
 * @param acr values of {@code acr} of which one is required
 * @param amr values of {@code amr} of which one is required
 * @param userInfo whether claims that the ID token lacks are asked for by UserInfo
 * @param clockSkew how far the provider's clock may differ, at most 5 min
 * @param localUsers whether local users may log in as well
 */
@ConfigurationProperties("sekimori.console.oidc")
record StaffOidcSettings(
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable Path clientSecretFile,
        @Nullable String address,
        @DefaultValue("") String label,
        @DefaultValue("profile") List<String> scope,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("groups") String rolesClaim,
        @DefaultValue List<String> analyst,
        @DefaultValue List<String> desk,
        @DefaultValue List<String> admin,
        @DefaultValue List<String> acr,
        @DefaultValue List<String> amr,
        @DefaultValue("false") boolean userInfo,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("true") boolean localUsers) {

    private static final String REALM = "console";

    StaffOidcSettings {
        analyst = List.copyOf(analyst);
        desk = List.copyOf(desk);
        admin = List.copyOf(admin);
        if (issuer == null && !localUsers) {
            throw new IllegalArgumentException(
                    "sekimori.console.oidc.local-users=false leaves nobody who could log in; set"
                            + " sekimori.console.oidc.issuer, or leave local users on");
        }
        if (issuer != null && analyst.isEmpty() && desk.isEmpty() && admin.isEmpty()) {
            throw new IllegalArgumentException("sekimori.console.oidc.desk is missing: say which values of the claim "
                    + rolesClaim + " mean analyst, desk and admin, such as sekimori.console.oidc.desk=mail-desk");
        }
    }

    /** The provider; null without one. */
    @Nullable
    OidcSettings provider() {
        return OidcSettings.of(
                REALM,
                issuer,
                clientId,
                clientSecretFile,
                address,
                StaffOidcController.CALLBACK,
                scope,
                acr,
                amr,
                userInfo,
                clockSkew);
    }

    /** The highest role of the values of the claim; null for none. */
    @Nullable
    StaffRole role(List<String> values) {
        List<StaffRole> roles = new ArrayList<>();
        add(roles, StaffRole.ANALYST, analyst, values);
        add(roles, StaffRole.DESK, desk, values);
        add(roles, StaffRole.ADMIN, admin, values);
        return roles.isEmpty() ? null : roles.get(roles.size() - 1);
    }

    private static void add(List<StaffRole> roles, StaffRole role, List<String> wanted, List<String> values) {
        if (values.stream().anyMatch(wanted::contains)) {
            roles.add(role);
        }
    }
}
