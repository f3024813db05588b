package org.sekimori.rules.fact;

import java.math.BigDecimal;
import java.math.MathContext;

/** Values in the reasons of findings, as people write them. */
final class ShownValue {

    private static final MathContext DIGITS = new MathContext(6);

    /** Above this a whole number is told with all its digits. */
    private static final double LARGE = 100_000;

    private ShownValue() {}

    /** Numbers without needless digits: {@code 3} for 3.0, {@code 0.3} for 0.1 + 0.2. */
    static String of(Object value) {
        if (value instanceof Double number && Double.isFinite(number)) {
            BigDecimal exact = BigDecimal.valueOf(number);
            BigDecimal shown = Math.abs(number) > LARGE ? exact : exact.round(DIGITS);
            return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
        }
        return String.valueOf(value);
    }
}
