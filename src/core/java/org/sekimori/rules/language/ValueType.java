package org.sekimori.rules.language;

import java.time.Instant;

/**
 * Type of an expression.
 *
 * @param kind its kind, which determines the allowed operations
 * @param java its class
 */
record ValueType(Kind kind, Class<?> java) {

    static final ValueType NUMBER = new ValueType(Kind.NUMBER, double.class);
    static final ValueType TRUTH = new ValueType(Kind.TRUTH, boolean.class);
    static final ValueType TEXT = new ValueType(Kind.TEXT, String.class);
    static final ValueType NULL = new ValueType(Kind.NULL, Void.class);

    /** Kinds of values, by allowed operations. */
    enum Kind {
        NUMBER("a number"),
        TRUTH("true or false"),
        TEXT("a text"),
        /** May be shown, and no more. */
        SHOWN("a value that can only be shown"),
        /** May be there or not, and has parts. */
        RECORD("something that is there or not"),
        NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static ValueType of(Class<?> java) {
        if (java == boolean.class) {
            return TRUTH;
        } else if (java.isPrimitive() && java != char.class && java != void.class) {
            return new ValueType(Kind.NUMBER, java);
        } else if (java == String.class) {
            return TEXT;
        }
        return new ValueType(java.isRecord() && java != Instant.class ? Kind.RECORD : Kind.SHOWN, java);
    }

    boolean is(Kind other) {
        return kind == other;
    }
}
