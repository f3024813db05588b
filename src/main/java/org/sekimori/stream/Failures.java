package org.sekimori.stream;

import org.sekimori.mail.Visible;

/** Says why something failed, in a few words. */
final class Failures {

    private static final int MOST_SHOWN = 300;

    private Failures() {}

    /** What began a failure: its message, or its kind if it has none. */
    static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return Visible.of(
                message == null || message.isBlank()
                        ? root.getClass().getSimpleName()
                        : message.lines().findFirst().orElse("").strip(),
                MOST_SHOWN);
    }
}
