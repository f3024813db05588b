package org.sekimori.mail;

import java.nio.charset.StandardCharsets;
import org.sekimori.fuzz.FuzzTarget;

/** An address literal: refused, or read to an address whose text is read to the same address. */
public final class AddressLiteralParserFuzz implements FuzzTarget {

    @Override
    public void run(byte[] input) {
        ClientAddress address;
        try {
            address = ClientAddress.of(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return;
        }
        if (!ClientAddress.of(address.toString()).equals(address)) {
            throw new AssertionError(address + " is read to another address");
        }
    }
}
