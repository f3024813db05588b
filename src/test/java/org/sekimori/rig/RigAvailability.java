package org.sekimori.rig;

import java.util.List;

/**
 * Whether this machine can run a {@link PostfixRig}.
 *
 * @param missing what it lacks, in words for a person; empty if it can
 */
public record RigAvailability(List<String> missing) {

    public RigAvailability {
        missing = List.copyOf(missing);
    }

    /** Nothing is missing. */
    public boolean complete() {
        return missing.isEmpty();
    }

    /** One line for a test report. */
    public String reason() {
        return complete() ? "Postfix, Dovecot and swaks are here" : "no Postfix rig: " + String.join(", ", missing);
    }
}
