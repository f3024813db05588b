package org.sekimori.intake.postfix;

import java.time.Duration;
import org.sekimori.intake.WaitingDoor;
import org.sekimori.mail.Account;

/**
 * How the door for Postfix behaves.
 *
 * @param host address it listens on
 * @param port TCP port, 0: any free one
 * @param deadline how long an answer may take before the door gives its own; 10 ms to 60 s
 * @param naming how log-ins become accounts
 * @param name of this door in what it records
 */
public record DoorSettings(String host, int port, Duration deadline, Account.Naming naming, String name) {
    public DoorSettings {
        WaitingDoor.checkedDeadline(deadline);
    }
}
