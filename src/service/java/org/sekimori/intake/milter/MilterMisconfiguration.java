package org.sekimori.intake.milter;

import java.util.Locale;

/** A mistake in a mail server's configuration of this milter that its messages show. */
public enum MilterMisconfiguration {
    /** No message ever had a log-in. */
    NO_LOGIN(
            "no message had a log-in, so none was decided",
            "smtpd_milters for the submission service, and {auth_authen} and {auth_type} in milter_mail_macros"
                    + " (Sendmail: confMILTER_MACROS_ENVFROM)"),
    /** Submissions without a queue id: what is reported about them later is not found. */
    NO_QUEUE_ID(
            "submissions have no queue id, so that no outcome and no bounce can find them",
            "i in milter_end_of_data_macros (Sendmail: in confMILTER_MACROS_ENVFROM)"),
    /** Submissions of which the policy server had decided already. */
    ASKED_TWICE(
            "messages are decided at the policy port and once more here",
            "either check_policy_service or smtpd_milters for Sekimori, not both");

    private final String problem;
    private final String fix;

    MilterMisconfiguration(String problem, String fix) {
        this.problem = problem;
        this.fix = fix;
    }

    /** Its word, such as {@code no-login}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is wrong, as part of a sentence. */
    public String problem() {
        return problem;
    }

    /** What the configuration needs. */
    public String fix() {
        return fix;
    }
}
