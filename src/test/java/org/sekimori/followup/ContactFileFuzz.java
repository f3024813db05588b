package org.sekimori.followup;

import java.nio.charset.StandardCharsets;
import org.sekimori.fuzz.FuzzTarget;
import org.sekimori.mail.Account;

/** A file of contacts: its lines are read or named, or it is refused as a whole. */
public final class ContactFileFuzz implements FuzzTarget {

    private final Account.Naming naming = new Account.Naming("isp.example", "+");

    @Override
    public void run(byte[] input) {
        ContactFile.Table table;
        try {
            table = ContactFile.parse(new String(input, StandardCharsets.UTF_8), naming);
        } catch (IllegalArgumentException e) {
            return;
        }
        if (table.faults().stream().anyMatch(fault -> fault.contains("failed with"))) {
            throw new AssertionError(table.faults().toString());
        }
    }
}
