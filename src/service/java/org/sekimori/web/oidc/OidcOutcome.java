package org.sekimori.web.oidc;

import org.jspecify.annotations.Nullable;

/** How a log-in by the provider ended. */
public sealed interface OidcOutcome {

    /**
     * The provider says who it is, verified.
     *
     * @param idToken as it came; for the log-out there
     * @param session the provider's own session ({@code sid}), which it may end; null if it names none
     * @param next path that was asked for; empty without one
     */
    record Authenticated(
            OidcClaims claims, String idToken, @Nullable String session, String next) implements OidcOutcome {

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
     * @param next path that was asked for; empty without one, or if it is not known
     */
    record Refused(OidcProblem problem, String why, String next) implements OidcOutcome {

        public Refused(OidcProblem problem, String why) {
            this(problem, why, "");
        }

        /** The same with the path that was asked for. */
        Refused of(String asked) {
            return new Refused(problem, why, asked);
        }
    }
}
