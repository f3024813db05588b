package org.sekimori.web.cases;

import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.ReferenceCodeParser;

/**
 * A case as a form names it: {@code id version account}.
 *
 * @param version that the sender has seen
 */
record CaseKey(String id, int version, String account) {

    private static final int MOST_DIGITS = 9;

    static CaseKey parse(String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length != 3 || !parts[1].matches("\\d{1," + MOST_DIGITS + "}")) {
            throw ApiProblems.field("case", "is not as this page writes it");
        }
        return new CaseKey(ReferenceCodeParser.read("case", parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }
}
