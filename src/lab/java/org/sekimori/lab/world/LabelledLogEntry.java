package org.sekimori.lab.world;

import java.time.Instant;
import org.sekimori.engine.LogEntry;

/**
 * A log entry with its ground truth.
 *
 * @param time its time
 * @param entry the entry as on {@code events}
 * @param honestClass class of the account's owner
 * @param attackClass the attack that it belongs to, {@code guessing} for unsuccessful guesses, empty for the owner's events
 */
public record LabelledLogEntry(Instant time, LogEntry entry, String honestClass, String attackClass) {}
