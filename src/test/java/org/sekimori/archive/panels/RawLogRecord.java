package org.sekimori.archive.panels;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of the log.
 *
 * @param offset its place in its topic
 * @param appended when the broker took it
 * @param event of a decision: the entry decided upon; else null
 */
public record RawLogRecord(
        Topic topic,
        long offset,
        Instant appended,
        String key,
        ObjectNode value,
        ObjectNode event,
        Instant eventAppended) {

    /** Where it stands; answers stand on {@code events}. */
    public enum Topic {
        DECISIONS,
        ANSWERS,
        GRANTS,
        CASES,
        AUDIT,
        DEAD_LETTERS
    }
}
