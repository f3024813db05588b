package org.sekimori.rules.language;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Unary;

/** Numeric ranges of expressions, by their meaning and by the policy. */
final class ValueRanges {

    /**
     * From least to most, both included.
     *
     * @param leastOut whether the least itself is left out
     * @param mostOut whether the most itself is left out
     */
    record Range(double least, boolean leastOut, double most, boolean mostOut) {

        static final Range ANY = new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

        static Range of(double least, double most) {
            return new Range(least, false, most, false);
        }

        boolean empty() {
            return least > most || (least == most && (leastOut || mostOut));
        }

        Range and(Range other) {
            boolean low = other.least > least || (other.least == least && other.leastOut);
            boolean high = other.most < most || (other.most == most && other.mostOut);
            return new Range(
                    low ? other.least : least,
                    low ? other.leastOut : leastOut,
                    high ? other.most : most,
                    high ? other.mostOut : mostOut);
        }

        boolean within(Range other) {
            return and(other).equals(this);
        }
    }

    private static final Map<String, Range> KNOWN = Map.ofEntries(
            Map.entry("newRecipientShare", Range.of(-1, 1)),
            Map.entry("bounceShare", Range.of(0, 1)),
            Map.entry("spike", Range.of(0, 99)),
            Map.entry("idleHours", Range.of(0, 840)),
            Map.entry("activeDays", Range.of(0, 34)),
            Map.entry("deferredHours", Range.of(0, 7)),
            Map.entry("refusedAsnDays", Range.of(0, 31)),
            Map.entry("refusedCountryDays", Range.of(0, 31)),
            Map.entry("asnDays", Range.of(0, 31)),
            Map.entry("heloDays", Range.of(0, 31)),
            Map.entry("hour", Range.of(0, 23)),
            Map.entry("hourShare", Range.of(-1, 1)),
            Map.entry("falseAlarmDays", Range.of(0, 90)),
            Map.entry("newRecipients", Range.of(-1, 1000)),
            Map.entry("newShare", Range.of(-1, 1)),
            Map.entry("usualNewShare", Range.of(0.03, 0.95)),
            Map.entry("newRecipientShareUnfamiliar", Range.of(-1, 1)),
            Map.entry("newRecipientEvidence", Range.of(-3, 30)),
            Map.entry("newRecipientEvidenceUnfamiliar", Range.of(-3, 30)),
            Map.entry("newRecipientEvidenceFewDays", Range.of(-3, 30)),
            Map.entry("newRecipientEvidenceRefused", Range.of(-3, 30)),
            Map.entry("bounceEvidenceFewDays", Range.of(-3, 30)),
            Map.entry("strangerDays", Range.of(0, 34)),
            Map.entry("bounceEvidence", Range.of(-3, 30)),
            Map.entry("bounceEvidenceUnfamiliar", Range.of(-3, 30)),
            Map.entry("hoursSinceProbe", Range.of(0, 168)),
            Map.entry("idleDays", Range.of(-1, 3660)),
            Map.entry("accountAgeDays", Range.of(-1, Double.POSITIVE_INFINITY)),
            Map.entry("flaggedDays", Range.of(0, 35)),
            Map.entry("confirmedCases", Range.of(0, 7)),
            Map.entry("falseAlarmCases", Range.of(0, 7)),
            Map.entry("minutesSinceFirstSend", Range.of(0, 1500)));

    private static final Range COUNT = Range.of(0, Double.POSITIVE_INFINITY);

    private final Map<String, Double> policy;

    ValueRanges(Map<String, Double> policy) {
        this.policy = policy;
    }

    /** The range of a property or function; null for other expressions. */
    @Nullable
    Range natural(Expression value) {
        boolean own = value instanceof Name || (value instanceof Call call && call.on() == null);
        String name = value instanceof Name property ? property.name() : value instanceof Call call ? call.name() : "";
        return own ? KNOWN.getOrDefault(name, COUNT) : null;
    }

    /** The number that a value always is, or null. */
    @Nullable
    Double constant(Expression value) {
        if (value instanceof Expression.Number number) {
            return Double.valueOf(number.digits());
        }
        if (value instanceof Unary unary && unary.operator().equals("-")) {
            Double inner = constant(unary.inner());
            return inner == null ? null : -inner;
        }
        return value instanceof Call ? policy.get(value.normal()) : null;
    }

    /** The range that a comparison allows its left side; null unless the right side alone is a constant. */
    @Nullable
    Range allowed(Binary comparison) {
        Double right = constant(comparison.right());
        if (right == null || constant(comparison.left()) != null) {
            return null;
        }
        return switch (comparison.operator()) {
            case "<" -> new Range(Double.NEGATIVE_INFINITY, false, right, true);
            case "<=" -> new Range(Double.NEGATIVE_INFINITY, false, right, false);
            case ">" -> new Range(right, true, Double.POSITIVE_INFINITY, false);
            case ">=" -> new Range(right, false, Double.POSITIVE_INFINITY, false);
            case "==" -> Range.of(right, right);
            default -> null;
        };
    }

    /** Whether a comparison holds for every number that its left side can be; only written numbers count as known for good. */
    boolean alwaysHolds(Expression condition) {
        if (!(condition instanceof Binary comparison) || comparison.right() instanceof Call) {
            return false;
        }
        Range allowed = allowed(comparison);
        Range natural = natural(comparison.left());
        return allowed != null && natural != null && natural.within(allowed);
    }
}
