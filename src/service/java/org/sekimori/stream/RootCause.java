package org.sekimori.stream;

import org.sekimori.text.EscapedText;

/** Finds the cause of a failure. */
public final class RootCause {

    private static final int MOST_SHOWN = 300;

    private RootCause() {}

    /** Message of a failure's root cause, or its type without one. */
    public static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return EscapedText.of(
                message == null || message.isBlank()
                        ? root.getClass().getSimpleName()
                        : message.lines().findFirst().orElse("").strip(),
                MOST_SHOWN);
    }
}
