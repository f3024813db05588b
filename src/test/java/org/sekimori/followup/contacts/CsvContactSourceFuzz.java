package org.sekimori.followup.contacts;

import java.nio.charset.StandardCharsets;
import org.sekimori.fuzz.FuzzTarget;
import org.sekimori.mail.Account;

/** A file of contacts: its lines are read or named, or it is refused as a whole. */
public final class CsvContactSourceFuzz implements FuzzTarget {

    private final Account.LoginNormalizer naming = new Account.LoginNormalizer("isp.example", "+");

    @Override
    public void run(byte[] input) {
        CsvContactSource.Table table;
        try {
            table = CsvContactSource.parse(new String(input, StandardCharsets.UTF_8), naming);
        } catch (IllegalArgumentException e) {
            return;
        }
        if (table.faults().stream().anyMatch(fault -> fault.contains("failed with"))) {
            throw new AssertionError(table.faults().toString());
        }
    }
}
