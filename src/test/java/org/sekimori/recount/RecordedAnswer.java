package org.sekimori.recount;

/**
 * What a door told the mail server.
 *
 * @param fallback the door answered on its own because the log did not in time
 */
record RecordedAnswer(String eventId, RecordedVerdict verdict, boolean fallback) {}
