package org.sekimori.cases;

import java.time.Instant;

/**
 * Submission is closed for an account until somebody releases it. Receiving and reading mail are not touched.
 *
 * @param by who placed it
 * @param since when it was placed
 * @param reason for the analyst, never shown to the customer; may be empty
 */
public record Hold(String by, Instant since, String reason) {}
