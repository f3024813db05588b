package org.sekimori.recount;

/**
 * What a door told the mail server.
 *
 * @param fallback the door answered on its own because the log did not in time
 */
record Answer(String eventId, Word verdict, boolean fallback) {}
