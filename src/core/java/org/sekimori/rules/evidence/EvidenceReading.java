package org.sekimori.rules.evidence;

/**
 * What one evidence rule read at one submission, for fitting weights. A sign that no rule read at a submission does not apply to
 * it and weighs nothing.
 *
 * @param sign name of the sign in {@code weights.yml}
 * @param value the number that its table was asked with
 * @param weight what the table gave, in nats
 */
public record EvidenceReading(String sign, double value, double weight) {}
