package org.sekimori.cli.connect;

import org.jspecify.annotations.Nullable;

/**
 * One result about a mail server's configuration.
 *
 * @param status how it stands
 * @param text one sentence on what was found
 * @param remedy the lines to write, and where; null if there is nothing to do
 */
record CheckResult(Status status, String text, @Nullable String remedy) {

    enum Status {
        /** As it should be. */
        OK("ok"),
        /** Worth knowing; the server is connected all the same. */
        NOTE("note"),
        /** Works, and not as most operators want it. */
        WARNING("warning"),
        /** The server is not connected, or not as a whole. */
        MISSING("missing");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static CheckResult ok(String text) {
        return new CheckResult(Status.OK, text, null);
    }

    static CheckResult note(String text) {
        return new CheckResult(Status.NOTE, text, null);
    }

    static CheckResult warning(String text, String remedy) {
        return new CheckResult(Status.WARNING, text, remedy);
    }

    static CheckResult missing(String text, String remedy) {
        return new CheckResult(Status.MISSING, text, remedy);
    }
}
