package org.sekimori.profile.habits;

import java.time.Instant;

/**
 * An unbroken run of accepted messages.
 *
 * @param since its beginning: to the minute if it began within the last half hour to hour, else the beginning of a half hour
 *     of UTC; the given moment for an empty run
 * @param messages its messages
 * @param recipients envelope recipients of these
 */
public record SendRun(Instant since, long messages, long recipients) {}
