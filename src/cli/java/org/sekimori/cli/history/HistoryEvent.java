package org.sekimori.cli.history;

import java.time.Instant;

/**
 * An event of the past, ready to be posted.
 *
 * @param time when it happened
 * @param json one line, marked as history
 */
record HistoryEvent(Instant time, String json) {}
