package org.sekimori.rules.policy;

import java.util.Arrays;
import java.util.Locale;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;

/** What becomes of a message that a rule quarantines; {@code quarantine} in the policy of a domain. */
public enum QuarantineMode {
    /** The mail server holds it. */
    ALLOW,
    /** It passes, and the account is followed up: for a mail server that cannot hold a message. */
    PASS,
    /** It is refused for now, with the rule's text for the customer. */
    DEFER;

    static final String KEY = "quarantine";

    static QuarantineMode read(YamlMap map, QuarantineMode otherwise) throws RulebookException {
        String word = map.text(KEY, otherwise.word());
        return Arrays.stream(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(() -> map.wrong(KEY, "must be allow, pass or defer, not " + word));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
