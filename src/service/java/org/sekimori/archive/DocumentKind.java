package org.sekimori.archive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What a document of the archive is about; each kind has its own indices, mapping and retention. */
public enum DocumentKind {
    DECISIONS,
    ANSWERS,
    CASES,
    GRANTS,
    AUDIT,
    DEAD_LETTERS;

    private static final String PREFIX = "sekimori-";

    /** The word in names of indices, such as {@code dead-letters}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code event.dataset} of its documents. */
    String dataset() {
        return "sekimori." + word();
    }

    /** Matches its indices. */
    public String pattern() {
        return PREFIX + word() + "-*";
    }

    /** Name of its index template, component template and lifecycle policy. */
    String template() {
        return PREFIX + word();
    }

    /** How much time one index covers. */
    enum Period {
        DAY("uuuu.MM.dd"),
        MONTH("uuuu.MM");

        private final DateTimeFormatter format;

        Period(String pattern) {
            format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
        }

        /** The part of a name that says which day or month, in UTC. */
        String of(Instant time) {
            return format.format(time);
        }
    }
}
