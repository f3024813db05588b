package org.sekimori.lab.world;

import java.time.Instant;
import org.sekimori.engine.LogEntry;

/**
 * A happening on the log, with what only its inventor knows.
 *
 * @param time when
 * @param entry what would stand in {@code events}
 * @param honestClass which kind of customer owns the account
 * @param attackClass the attack that it belongs to, {@code guessing} for guesses that lead to nothing, empty for what the owner does
 */
public record LabelledLogEntry(Instant time, LogEntry entry, String honestClass, String attackClass) {}
