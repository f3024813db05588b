package org.sekimori.rules.testing;

import org.sekimori.mail.MailEvent;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;

/**
 * Bounds the size of a rulebook's tests before they are built: one line of YAML can mean thousands of submissions with a thousand
 * recipients each, and a running service runs them all when a rulebook is published.
 */
public final class RuleTestLimits {

    /** Most steps of a case, repetitions counted. */
    static final int STEPS_OF_A_TEST = 20_000;

    /** Most steps of all cases of a rulebook. */
    static final int STEPS = 200_000;

    /** Most recipients that are named in a case, repetitions counted. */
    static final int RECIPIENTS_OF_A_TEST = 50_000;

    /** Most recipients that are named in all cases of a rulebook. */
    static final int RECIPIENTS = 200_000;

    private int stepsBefore;
    private int recipientsBefore;
    private int steps;
    private int recipients;

    /** The next case. */
    void begin() {
        stepsBefore += steps;
        recipientsBefore += recipients;
        steps = 0;
        recipients = 0;
    }

    /** Counts an entry; the first one that is too much is refused. */
    void spend(YamlMap entry) throws RulebookException {
        int times = entry.number("times", 1, 1, STEPS_OF_A_TEST);
        String key = entry.has("times") ? "times" : "what";
        steps += times;
        if (steps > STEPS_OF_A_TEST) {
            throw tooMuch(entry, key, "rule test", STEPS_OF_A_TEST + " steps, repetitions counted");
        }
        if (stepsBefore + steps > STEPS) {
            throw tooMuch(entry, key, "rulebook", STEPS + " steps in its rule tests, repetitions counted");
        }
        if (!entry.has("to")) {
            return;
        }
        int named = entry.isList("to")
                ? entry.texts("to").size()
                : entry.number("recipients", 1, 0, MailEvent.MAX_RECIPIENTS);
        long all = recipients + (long) named * times;
        if (all > RECIPIENTS_OF_A_TEST) {
            throw tooMuch(entry, "to", "rule test", RECIPIENTS_OF_A_TEST + " named recipients, repetitions counted");
        }
        recipients = (int) all;
        if (recipientsBefore + recipients > RECIPIENTS) {
            throw tooMuch(
                    entry, "to", "rulebook", RECIPIENTS + " named recipients in its rule tests, repetitions counted");
        }
    }

    private static RulebookException tooMuch(YamlMap entry, String key, String whole, String most) {
        return entry.wrong(key, "is too much: a " + whole + " has at most " + most + "; repeat less often");
    }
}
