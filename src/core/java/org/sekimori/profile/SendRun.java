package org.sekimori.profile;

import java.time.Instant;

/**
 * An unbroken run of accepted messages; see {@link ProfileView#run}.
 *
 * @param since when it began: to the minute if it began within the last half hour to hour, else the beginning of a half hour
 *     of UTC; the moment asked about if nothing was sent
 * @param messages sent in it
 * @param recipients envelope recipients of these
 */
public record SendRun(Instant since, long messages, long recipients) {}
