package org.sekimori.web.oidc;

/** How a log-in by the provider ended. */
public sealed interface OidcOutcome {

    /**
     * The provider says who it is, verified.
     *
     * @param idToken as it came; for the log-out there
     * @param next path that was asked for; empty without one
     */
    record Authenticated(OidcClaims claims, String idToken, String next) implements OidcOutcome {

        /** Without the token. */
        @Override
        public String toString() {
            return claims.issuer() + " " + claims.subject();
        }
    }

    /**
     * Nobody is logged in.
     *
     * @param why for the log and the audit trail: one line, without secrets
     */
    record Refused(OidcProblem problem, String why) implements OidcOutcome {}
}
