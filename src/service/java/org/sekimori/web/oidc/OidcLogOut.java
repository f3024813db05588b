package org.sekimori.web.oidc;

import org.jspecify.annotations.Nullable;

/** What came of a log-out token that a provider sent (OpenID Connect Back-Channel Logout 1.0). */
sealed interface OidcLogOut {

    /**
     * Sessions are to be ended: those of the provider's session, or all of a person. One of both is there.
     *
     * @param subject the person's lasting id at the issuer
     * @param session of the provider ({@code sid})
     */
    record LoggedOut(@Nullable String subject, @Nullable String session) implements OidcLogOut {}

    /** The token is not to be trusted. */
    record Refused() implements OidcLogOut {}

    /** The provider's keys cannot be had at the moment, so that the token cannot be verified. */
    record Later() implements OidcLogOut {}
}
