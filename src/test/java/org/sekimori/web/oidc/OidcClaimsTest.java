package org.sekimori.web.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ID token says counts before what UserInfo says. */
class OidcClaimsTest {

    @Test
    void aNameWithDotsInUserInfoDoesNotReplaceTheTokensClaimOfThatPath() throws OidcClaims.ShapeException {
        OidcClaims token = new OidcClaims(
                "https://id.example", "midori", Map.of("realm_access", Map.of("roles", List.of("reader"))));

        OidcClaims both = token.with(Map.of("realm_access.roles", List.of("admin"), "isp.plan", "mail"));

        assertThat(both.texts("realm_access.roles")).containsExactly("reader");
        assertThat(both.text("isp.plan")).contains("mail");
    }
}
