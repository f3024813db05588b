package org.sekimori.followup;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.sekimori.fuzz.FuzzTarget;
import org.sekimori.mail.Account;

/** The end of a link in a question: only what this service signed is answered. */
public final class OwnerQuestionTokensFuzz implements FuzzTarget {

    private static final Instant NOW = Instant.parse("2030-01-31T09:12:00Z");

    private final OwnerQuestionTokens tokens = new OwnerQuestionTokens(new byte[OwnerQuestionTokens.KEY_BYTES]);
    private final String ours = tokens.write(new OwnerQuestionTokens.Question(
            Account.of("hanako@isp.example"),
            "K7QX-3M2P",
            "AU",
            "192.0.2.0/24",
            NOW,
            NOW.plusSeconds(60),
            Locale.JAPANESE));

    @Override
    public void run(byte[] input) {
        String token = new String(input, StandardCharsets.ISO_8859_1);
        forged(token);
        // The same with a change somewhere in one that is ours.
        if (input.length >= 2) {
            int at = (input[0] & 0xff) % ours.length();
            forged(ours.substring(0, at) + (char) (input[1] & 0xff) + ours.substring(at + 1));
        }
    }

    private void forged(String token) {
        if (!ours.equals(token) && !(tokens.read(token, NOW) instanceof OwnerQuestionTokens.Forged)) {
            throw new AssertionError("taken for ours: " + token);
        }
    }
}
