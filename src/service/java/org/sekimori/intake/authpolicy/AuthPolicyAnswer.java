package org.sekimori.intake.authpolicy;

/** The answer to a command. */
public sealed interface AuthPolicyAnswer {

    /** Passes a log-in. */
    AuthPolicyAnswer PASS = new Allowed(0, "");

    /**
     * The answer to {@code allow}.
     *
     * @param status 0 passes, -1 refuses
     * @param message for the client; empty if it passes
     */
    record Allowed(int status, String message) implements AuthPolicyAnswer {}

    /** A report was taken. */
    record Reported() implements AuthPolicyAnswer {}

    /**
     * The command was not carried out. Dovecot logs that and goes on as if the log-in had passed, unless it is told otherwise
     * ({@code auth_policy_reject_on_fail}).
     *
     * @param reason one sentence
     */
    record Failed(Cause cause, String reason) implements AuthPolicyAnswer {}

    /** Why a command was not carried out. */
    enum Cause {
        /** It could not be read. */
        INVALID,
        /** The publisher lacks the right. */
        FORBIDDEN,
        /** The log does not take it at the moment. */
        UNAVAILABLE
    }
}
