package org.sekimori.rig;

/** The ports of a {@link PostfixRig}. */
public enum PostfixListener {
    /** Authenticated submission on 127.0.0.1 and [::1], with the policy check as recommended to operators. */
    SUBMISSION,
    /** Submission on 127.0.0.1 whose check waits one second, then asks once more. */
    RETRY,
    /** Receives mail for isp.example and jp.example on 127.0.0.1 without log-in, with the same policy check. */
    MX
}
