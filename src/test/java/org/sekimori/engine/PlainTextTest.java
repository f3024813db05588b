package org.sekimori.engine;

import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** A refusal has a text in the domain's language, and one that SMTP can carry. */
class PlainTextTest {

    private static final String RULE = "overseas-without-grant";
    private static final String REFERENCE = "7K3F-9Q2M";

    private static Rulebook with(String more) throws Exception {
        return Rulebook.compile(TestPolicy.rulebook("defaults:\n  home: [JP]\n" + more));
    }
}
