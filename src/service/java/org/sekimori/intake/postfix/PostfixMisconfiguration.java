package org.sekimori.intake.postfix;

import java.util.Locale;

/** Mistakes in {@code main.cf} or {@code master.cf} that show in Postfix's requests. */
public enum PostfixMisconfiguration {
    /** Requests come at RCPT, but never at the end of the data. */
    NO_END_OF_DATA(
            "recipients are named, but no message is asked about, so nothing is decided and everything passes",
            "smtpd_end_of_data_restrictions = $sekimori"),

    /** Requests come at DATA, but never at the end of the data. */
    DATA_INSTEAD_OF_END_OF_DATA(
            "messages are asked about before their data and never after it, so nothing is decided and everything passes",
            "smtpd_end_of_data_restrictions = $sekimori (instead of smtpd_data_restrictions)"),

    /** Requests come at the end of the data, but never at RCPT. */
    NO_RECIPIENTS(
            "messages are decided without their recipients, which Postfix names one by one at RCPT, so rules about"
                    + " recipients see nothing",
            "smtpd_recipient_restrictions = $sekimori, permit_sasl_authenticated, reject (the check comes first: what"
                    + " stands behind permit_mynetworks or permit_sasl_authenticated is not asked)"),

    /** No client is logged in at a port for submission. */
    NO_USER(
            "messages at a port for submission come without a log-in (sasl_username) and pass",
            "smtpd_sasl_auth_enable = yes (for the submission service in master.cf; a front end that logs customers in"
                    + " itself passes the name on with XCLIENT LOGIN)"),

    /** Requests come for incoming mail, but never for submission. */
    ONLY_INCOMING(
            "only mail is asked about for which nobody has logged in, so nothing is decided",
            "-o smtpd_recipient_restrictions=$sekimori,permit_sasl_authenticated,reject and -o"
                    + " smtpd_end_of_data_restrictions=$sekimori (for the submission services in master.cf, whose own -o"
                    + " lines outdo main.cf)"),

    /** Requests come for connections or envelopes, but never for messages. */
    TOO_EARLY(
            "connections and senders are asked about, recipients and messages never, so nothing is decided",
            "smtpd_recipient_restrictions = $sekimori, permit_sasl_authenticated, reject and"
                    + " smtpd_end_of_data_restrictions = $sekimori (instead of smtpd_client_, smtpd_helo_ or"
                    + " smtpd_sender_restrictions with smtpd_delay_reject = no)"),

    /** Postfix does not wait for the answer. */
    TIMEOUT(
            "Postfix hangs up before it is answered, and its default_action decides",
            "sekimori = check_policy_service { inet:127.0.0.1:10031, timeout=2s, … } (above sekimori.postfix.deadline)");

    private final String problem;
    private final String fix;

    PostfixMisconfiguration(String problem, String mend) {
        this.problem = problem;
        this.fix = mend;
    }

    /** As in metrics and on the health page, such as {@code no-end-of-data}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The problem, as a clause. */
    public String problem() {
        return problem;
    }

    /** The line that mends it. */
    public String fix() {
        return fix;
    }
}
