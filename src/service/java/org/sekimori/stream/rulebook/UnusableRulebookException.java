package org.sekimori.stream.rulebook;

import org.jspecify.annotations.Nullable;

/** A rulebook that is active on the log is not available here: its text is missing, or does not compile. */
public final class UnusableRulebookException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public UnusableRulebookException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
