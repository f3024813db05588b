package org.sekimori.cases;

import java.time.Instant;

/**
 * What a case turned out to be.
 *
 * @param outcome what it was
 * @param at when it was said
 * @param by who said it
 * @param reason why, in their words; may be empty
 */
public record Judgement(Case.Outcome outcome, Instant at, String by, String reason) {}
