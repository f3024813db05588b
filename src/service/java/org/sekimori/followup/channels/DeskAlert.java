package org.sekimori.followup.channels;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.mail.Finding.Severity;

/**
 * An alert to the abuse team.
 *
 * @param id the same for every attempt
 * @param incident groups alerts at a receiver that tracks incidents: the case's id
 * @param account its account; null: several or none
 * @param one its case; null without one
 * @param title one line
 * @param text the whole, as in the mail
 * @param facts for programs
 */
public record DeskAlert(
        NoticeKind kind,
        String id,
        String incident,
        Instant time,
        @Nullable String account,
        @Nullable Case one,
        String title,
        String text,
        SortedMap<String, String> facts) {

    public DeskAlert {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    Severity severity() {
        return one != null ? one.severity() : kind == NoticeKind.DIGEST ? Severity.HIGH : Severity.LOW;
    }
}
